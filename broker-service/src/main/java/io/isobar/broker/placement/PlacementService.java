package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.WaitingLine.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A round of placement: what waits, in order, against what is free.
 *
 * <p>One workload that cannot be placed blocks no other, and equal ones are judged once for as long as nothing was gained that
 * could change the judgement. A round is bounded; what it does not reach, the next one does.
 */
public final class PlacementService {
    static final int MOST_JUDGED = 1_000;
    static final int MOST_PLACED = 500;

    private final PlacementEngine engine;

    public PlacementService(PlacementEngine engine) {
        this.engine = engine;
    }

    /** What a round decided of a workload. */
    public sealed interface Decided {
        Workload workload();

        Decision decision();

        record Placed(Workload workload, Decision decision, Assignment assignment) implements Decided {}

        record Waits(Workload workload, Decision decision) implements Decided {}
    }

    /**
     * The decisions of a round.
     *
     * @param unfinished the round reached its bound; another one should follow at once
     */
    public record Round(List<Decided> decided, boolean unfinished) {}

    public Round round(WaitingLine line, CapacityBook book, Instant now) {
        var decided = new ArrayList<Decided>();
        int judged = 0;
        int placed = 0;
        // 1. Take what waits in the order of service; who waits out a pause is passed over.
        for (var waiting : line.inOrder()) {
            var workload = waiting.workload();
            var pause = workload.notBefore();
            if (pause != null && pause.isAfter(now)) {
                continue;
            }
            // 2. An equal one was judged already, and nothing was gained since.
            var known = waiting.shape().verdictAt(book.gains());
            if (known != null) {
                decided.add(new Decided.Waits(workload, known));
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                return new Round(decided, true);
            }
            judged++;
            // 3. Ask the engine, with the view as the workloads before left it.
            var decision = engine.decide(book.view(), new Asked(workload.spec(), workload.avoided()), now);
            if (!decision.placed()) {
                waiting.shape().cannotBePlaced(book.gains(), decision);
                decided.add(new Decided.Waits(workload, decision));
                continue;
            }
            // 4. Deduct at once, so that nothing is given away twice before the region reports.
            decided.add(place(waiting, decision, book));
            placed++;
        }
        return new Round(decided, false);
    }

    private static Decided.Placed place(Waiting waiting, Decision decision, CapacityBook book) {
        var workload = waiting.workload();
        var chosen = decision.chosen();
        var next = new AttemptId(workload.id(), workload.attempts() + 1L);
        book.deduct(next.toString(), chosen.pool(), chosen.shape(), chosen.replicas());
        var runTime = chosen.runTime() instanceof RunTime.Known known ? known.time() : null;
        return new Decided.Placed(
                workload,
                decision,
                new Assignment(
                        chosen.pool(),
                        chosen.variant(),
                        chosen.replicas(),
                        chosen.shape(),
                        chosen.offer(),
                        chosen.pricePerHour(),
                        runTime));
    }
}
