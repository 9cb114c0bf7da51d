package io.isobar.broker.leader;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.learning.PoolObserver;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Step;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Arrivals;
import io.isobar.broker.placement.Holdings;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.WaitingLine;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The workloads that are not over, each where its state belongs: who waits in the line, what lives in the roster, and what it holds in the
 * book and on its tenant's account. Not safe for concurrent use.
 */
final class Lives {
    private final PlacementService placement;
    private final CapacityBook book;
    private final Holdings holdings;
    private final PoolObserver pools;
    private final Roster roster;
    private final WaitingLine line = new WaitingLine();
    private final StartDeadlines startDeadlines = new StartDeadlines();

    /** None yet. */
    Lives(PlacementService placement, CapacityBook book, Holdings holdings) {
        this.placement = placement;
        this.book = book;
        this.holdings = holdings;
        this.pools = new PoolObserver(placement.tracks(), book::modelOf);
        this.roster = new Roster(book::startDelay);
    }

    Roster roster() {
        return roster;
    }

    WaitingLine line() {
        return line;
    }

    void advance(Instant now) {
        holdings.advance(now);
        pools.advance(now);
    }

    /** Those that should have begun by now. */
    List<WorkloadId> startTooLate(Instant now) {
        return startDeadlines.takePassed(now);
    }

    /** A new one. */
    void come(Workload workload) {
        Arrivals.came(workload.spec(), book);
        settle(workload);
    }

    /** One from before this leader began, and what its attempts hold. */
    void recall(Workload workload) {
        Arrivals.came(workload.spec(), book);
        for (var attempt : workload.liveParts()) {
            var given = attempt.assignment();
            var holder = attempt.id().toString();
            book.deduct(holder, given.pool(), given.shape(), given.replicas());
            holdings.take(holder, workload.spec().tenant(), given.pool(), given.shape(), given.replicas());
        }
        settle(Lifecycle.silent(workload).workload());
        pools.recall(workload);
        placement.recallFirst(workload, book);
    }

    /** Something happened to a workload; nothing where it is over already. */
    void step(WorkloadId id, Function<Workload, Step> event, Outcome outcome) {
        var workload = roster.find(id);
        if (workload != null) {
            take(event.apply(workload), outcome);
        }
    }

    /** What a step brings is to be made durable and said, and what it changes is taken in. */
    void take(Step step, Outcome outcome) {
        outcome.add(step);
        if (step.changed()) {
            var before = roster.find(step.workload().id());
            outcome.count().moved(before, step.workload());
            pools.saw(before, step.workload());
            settle(step.workload());
            if (before != null) {
                placement.learn(before, step.workload(), book);
            }
        }
    }

    /** Puts a workload where its state belongs: in the line, or out of it; and gives back what its ended attempt had. */
    private void settle(Workload workload) {
        roster.put(workload);
        startDeadlines.put(workload);
        for (var attempt : workload.parts()) {
            if (!attempt.isLive()) {
                placement.over(workload.id(), book);
                book.release(attempt.id().toString());
                holdings.give(attempt.id().toString());
            }
        }
        if (workload.state() instanceof WorkloadState.Queued) {
            line.put(workload);
        } else {
            line.remove(workload.id());
        }
    }

    /** Without a step of the workload: only the attempt is written. */
    void put(Workload next, AttemptId changed, Outcome outcome) {
        roster.put(next);
        next.parts().stream().filter(part -> part.id().equals(changed)).forEach(outcome.changes()::put);
    }
}
