package io.isobar.broker.placement;

import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.placement.WaitingLine.Waiting;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.Objective;
import org.jspecify.annotations.Nullable;

/** A workload that a round has decided on and told nobody of yet. */
record Served(Waiting waiting, Asked asked, Decision decision) {
    /** Who holds what each part of it is given. */
    String holder(int part) {
        var workload = waiting.workload();
        int number = decision.parts().isEmpty() ? 0 : part + 1;
        return new AttemptId(workload.id(), workload.tries() + 1L, number).toString();
    }

    /** Who holds what it is given, where that is in one piece. */
    String holder() {
        return holder(0);
    }

    String tenant() {
        return asked.spec().tenant();
    }

    @Nullable
    Candidate candidate() {
        return decision.placed() ? decision.chosen() : null;
    }

    /** Whether only money counts of where it runs, and where it runs is all that its bill depends on. */
    boolean goesByMoney() {
        var spec = asked.spec();
        var given = candidate();
        return spec.objective().minimise() != Objective.Kind.TIME
                && !spec.mayHaveParts()
                && !spec.resources().ordered()
                && !spec.placement().looksAtNeighbours()
                // Whose turn it is would have to be asked anew.
                && spec.array() == null
                && asked.vicinity().isOpen()
                && asked.allowance().isUnlimited()
                && (given == null || isComplete(given));
    }

    /** Whether the whole gang starts, and all of its bill is known. */
    boolean isComplete(Candidate candidate) {
        return candidate.replicas() == asked.spec().replicas()
                && candidate.total() != null
                && candidate.uncounted().isEmpty();
    }

    Served with(Decision other) {
        return new Served(waiting, asked, other);
    }

    /** Of all lines but what it strands, which depends on who else is there. */
    static Money total(Candidate candidate) {
        var total = StrandingLine.without(candidate).total();
        if (total == null) {
            throw new IllegalArgumentException("the bill of " + candidate.pool() + " is not known");
        }
        return total;
    }
}
