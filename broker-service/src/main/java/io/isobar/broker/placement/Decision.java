package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.Group;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of one decision: what is needed to explain it.
 *
 * @param viewVersion of the capacity that was looked at
 * @param best the best {@link #MOST_CANDIDATES}, best first; the first one is chosen
 * @param parts where a gang starts in several parts: all of them, the first on the chosen candidate; else empty
 * @param passed how many candidates there were
 * @param refused how many pools were refused, by reason
 * @param refusals the first {@link #MOST_REFUSALS}, furthest through the gate first
 * @param dominant the reason that matters most where nothing was chosen; null where something was
 * @param summary one sentence for a person
 * @param wouldChange what would change the outcome
 * @param rates exchange rates that were used
 * @param inputs by which it can be taken again; null: they are not kept
 */
public record Decision(
        Instant decidedAt,
        long viewVersion,
        String policyVersion,
        int considered,
        List<Candidate> best,
        List<GangPart> parts,
        int passed,
        Map<Reason, Integer> refused,
        List<Refusal> refusals,
        @Nullable Reason dominant,
        String summary,
        List<String> wouldChange,
        List<String> rates,
        @Nullable Inputs inputs) {
    public static final int MOST_CANDIDATES = 5;
    public static final int MOST_REFUSALS = 200;

    public Decision {
        best = List.copyOf(best);
        parts = List.copyOf(parts);
        refused = Map.copyOf(refused);
        refusals = List.copyOf(refusals);
        wouldChange = List.copyOf(wouldChange);
        rates = List.copyOf(rates);
        if (best.isEmpty() == (dominant == null)) {
            throw new IllegalArgumentException("a decision either chooses or says why not");
        }
    }

    /** One whose inputs are not kept. */
    public Decision(
            Instant decidedAt,
            long viewVersion,
            String policyVersion,
            int considered,
            List<Candidate> best,
            List<GangPart> parts,
            int passed,
            Map<Reason, Integer> refused,
            List<Refusal> refusals,
            @Nullable Reason dominant,
            String summary,
            List<String> wouldChange,
            List<String> rates) {
        this(
                decidedAt,
                viewVersion,
                policyVersion,
                considered,
                best,
                parts,
                passed,
                refused,
                refusals,
                dominant,
                summary,
                wouldChange,
                rates,
                null);
    }

    public boolean placed() {
        return !best.isEmpty();
    }

    /** What it is given: the chosen candidate, or those of all its parts. */
    public List<GangPart> given() {
        return parts.isEmpty() && placed() ? List.of(new GangPart(0, Group.MAIN, chosen())) : parts;
    }

    /** The chosen candidate; only where something was chosen. */
    public Candidate chosen() {
        return best.getFirst();
    }
}
