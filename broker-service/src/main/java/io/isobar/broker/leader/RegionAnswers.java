package io.isobar.broker.leader;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.placement.PlacementService;
import java.time.Instant;

/** What follows from what a region says, and from its silence. Not safe for concurrent use. */
final class RegionAnswers {
    private final Regions regions;
    private final CapacityBook book;
    private final PlacementService placement;
    private final Lives lives;
    private final Roster roster;

    RegionAnswers(Regions regions, CapacityBook book, PlacementService placement, Lives lives) {
        this.regions = regions;
        this.book = book;
        this.placement = placement;
        this.lives = lives;
        this.roster = lives.roster();
    }

    /** It comes by the link that counts. */
    void answer(Event.FromRegion event, Instant now, Outcome outcome) {
        switch (event) {
            case Event.Connected connected -> regions.connected(connected, now, outcome);
            case Event.Disconnected gone -> {
                regions.disconnected(gone.region());
                roster.in(gone.region())
                        .forEach(workload -> lives.take(Lifecycle.silent(workload, gone.region()), outcome));
            }
            case Event.Heard heard -> book.heard(heard.region(), heard.at(), heard.clock(), heard.roundTrip());
            case Event.PoolReported pool -> book.report(pool.report(), pool.receivedAt(), pool.observedAt());
            case Event.PoolUnsound pool -> {
                book.quarantine(pool.pool(), pool.why());
                outcome.say(new Message.Notice(pool.link(), Reason.POOL_QUARANTINED, pool.pool() + ": " + pool.why()));
            }
            case Event.PoolWithdrawn pool -> book.withdraw(pool.pool());
            case Event.Synchronised full -> {
                regions.synchronised(full);
                for (var workload : roster.in(full.region())) {
                    placement.recallFirst(workload, book);
                    workload.liveParts().stream()
                            .filter(part -> part.assignment().pool().region().equals(full.region()))
                            .map(Attempt::id)
                            .filter(id -> !full.attempts().contains(id))
                            .forEach(id ->
                                    lives.step(workload.id(), w -> Lifecycle.unknownToRegion(w, id, now), outcome));
                }
            }
            case Event.Admitted admitted -> {
                book.cover(admitted.attempt().toString(), admitted.coveredFrom());
                lives.step(admitted.attempt().workload(), w -> Lifecycle.admitted(w, admitted.attempt(), now), outcome);
            }
            case Event.Refused refused ->
                lives.step(
                        refused.attempt().workload(),
                        w -> Lifecycle.refused(w, refused.attempt(), refused.reason(), refused.message(), now),
                        outcome);
            case Event.Reported reported -> reported(reported.report(), now, outcome);
            case Event.Progressed progressed -> progressed(progressed, now, outcome);
            case Event.Waits waits -> waits(waits, outcome);
        }
    }

    /** Nothing of it runs any more, save what was never to be given up. */
    void giveUp(RegionName region, Instant now, Outcome outcome) {
        for (var workload : roster.in(region)) {
            for (var part : workload.liveParts()) {
                if (part.assignment().pool().region().equals(region) && regions.isStopped(part)) {
                    lives.step(workload.id(), current -> Lifecycle.lost(current, part.id(), now), outcome);
                }
            }
        }
    }

    private void reported(Report report, Instant now, Outcome outcome) {
        var workload = roster.find(report.attempt().workload());
        if (workload == null) {
            Lifecycle.notOurs(report).ifPresent(outcome.commands()::add);
            return;
        }
        if (report.phase() != Report.Phase.ENDED) {
            book.cover(report.attempt().toString(), report.coveredFrom());
        }
        lives.take(Lifecycle.reported(workload, report, now), outcome);
    }

    /** It is no step of the workload: nobody watches for it, and only the attempt is written. */
    private void progressed(Event.Progressed said, Instant now, Outcome outcome) {
        var workload = roster.find(said.attempt().workload());
        if (workload == null) {
            return;
        }
        Lifecycle.progressed(workload, said.attempt(), said.steps(), said.total(), said.at(), now)
                .ifPresent(next -> {
                    lives.put(next, said.attempt(), outcome);
                    placement.learnUnderWay(next, book);
                });
    }

    private void waits(Event.Waits said, Outcome outcome) {
        var workload = roster.find(said.attempt().workload());
        if (workload != null) {
            Lifecycle.waits(workload, said.attempt(), said.waiting())
                    .ifPresent(next -> lives.put(next, said.attempt(), outcome));
        }
    }
}
