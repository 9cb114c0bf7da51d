package io.isobar.broker.leader;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementService.Decided;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a turn did, in the order in which it did it: the changes keep only the last state of each thing. */
public final class TurnCount {
    private final List<Move> moves = new ArrayList<>();
    private final Map<Reason, Integer> waits = new EnumMap<>(Reason.class);
    private int placed;
    private int preempted;
    private int reclaimed;
    private int leftQueues;

    /** A workload before and after one step. */
    public record Move(Workload before, Workload after) {}

    void moved(@Nullable Workload before, Workload after) {
        if (before != null) {
            moves.add(new Move(before, after));
        }
    }

    void decided(Decided decided) {
        switch (decided) {
            case Decided.Placed _ -> placed++;
            case Decided.Waits waits -> waitsFor(waits.decision().dominant());
            case Decided.Preempts preempts -> {
                waitsFor(preempts.decision().dominant());
                reclaimed += preempts.reclaimed().size();
                preempted += preempts.victims().size() - preempts.reclaimed().size();
            }
        }
    }

    void leavesQueue() {
        leftQueues++;
    }

    private void waitsFor(@Nullable Reason why) {
        if (why != null) {
            waits.merge(why, 1, Integer::sum);
        }
    }

    public List<Move> moves() {
        return moves;
    }

    /** Workloads that were given a place. */
    public int placed() {
        return placed;
    }

    /** Workloads that were judged and not placed, by the reason that stands for all. */
    public Map<Reason, Integer> waits() {
        return waits;
    }

    /** Attempts that were told to make room for a higher priority. */
    public int preempted() {
        return preempted;
    }

    /** Attempts that were told to leave the queue of their site. */
    public int leftQueues() {
        return leftQueues;
    }

    /** Attempts that were told to give back what their tenants borrowed. */
    public int reclaimed() {
        return reclaimed;
    }
}
