package io.isobar.broker.leader;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.learning.Learned;
import io.isobar.broker.learning.PoolObserver;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.Review;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Step;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Allowance;
import io.isobar.broker.placement.Arrivals;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.Holdings;
import io.isobar.broker.placement.Occupant;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.placement.ReservationCheck;
import io.isobar.broker.placement.Used;
import io.isobar.broker.placement.Vicinity;
import io.isobar.broker.placement.WaitingLine;
import io.isobar.broker.session.RegionLink;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the leader knows, and how it answers events. Pure: no clock, no store, no network; the same events at the same times give
 * the same outcomes. Not safe for concurrent use.
 *
 * <p>Nothing in an {@link Outcome} may be sent before its changes are durable.
 */
public final class Coordinator {
    private final PlacementService placement;
    private final CapacityBook book = new CapacityBook();
    private final Holdings holdings;
    private final Roster roster = new Roster(book::startDelay);
    private final WaitingLine line = new WaitingLine();
    private final PoolObserver pools;
    private final Regions regions;
    private final StartDeadlines startDeadlines = new StartDeadlines();
    private final LeaderObserver observer;
    private boolean unfinished;

    /** One that nobody watches. */
    public Coordinator(PlacementService placement) {
        this(placement, LeaderObserver.BLIND, SilenceRule.DEFAULT);
    }

    /** One that counts silences by the times of its turns. */
    public Coordinator(PlacementService placement, LeaderObserver observer, SilenceRule rule) {
        this(placement, observer, rule, UnaryOperator.identity());
    }

    /**
     * Its observer is told of placement rounds; the rest is told by who leads.
     *
     * @param steady of a turn's time, that of a clock which nobody sets and which does not run fast; asked once in each turn
     */
    public Coordinator(
            PlacementService placement, LeaderObserver observer, SilenceRule rule, UnaryOperator<Instant> steady) {
        this.placement = placement;
        this.observer = observer;
        this.regions = new Regions(book, rule, steady);
        this.holdings = placement.holdings(book);
        this.pools = new PoolObserver(placement.tracks(), book::modelOf);
    }

    /**
     * Takes in what was durable before this leader began.
     *
     * @param used by tenants, as of when each last took or gave back something
     */
    public void recover(
            List<KnownRegion> known, List<Reservation> reservations, List<Workload> live, Map<String, Used> used) {
        holdings.recall(used);
        reservations.forEach(book::reserve);
        known.forEach(regions::recall);
        for (var workload : live) {
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
    }

    /** Takes in what runs had taught the leaders before; before anything else. */
    public void recall(Map<RunKind, Tally> learned) {
        placement.recall(learned);
    }

    /** Takes in how many first runs had taught nothing; before anything else. */
    public void recallTrials(Map<Trial, Integer> ended) {
        placement.recallTrials(ended);
    }

    /** Takes in how pools had kept what they promise; before anything else, the oldest first. */
    public void recallPools(Map<PoolKey, PoolTally> seen) {
        placement.tracks().recall(seen);
    }

    /** Answers the events in order, then places what waits. */
    public Outcome turn(List<Event> events, Instant now) {
        var outcome = new Outcome();
        holdings.advance(now);
        regions.advance(now);
        book.ageReports(now);
        pools.advance(now);
        book.advanceReservations(now).forEach(over -> outcome.changes().remove(over.key()));
        for (var event : events) {
            try {
                answer(event, now, outcome);
            } catch (RuntimeException fault) {
                // One event that cannot be taken must not keep all others from being taken.
                outcome.fault(event, fault);
            }
        }
        regions.lookForSilent(roster, now, outcome).forEach(lost -> giveUp(lost, now, outcome));
        for (var late : startDeadlines.takePassed(now)) {
            step(late, workload -> Lifecycle.startTooLate(workload, now), outcome);
        }
        placement.advanceLinks(book, now);
        place(now, outcome);
        outcome.changes().putUsed(holdings.takeUsed());
        outcome.changes().putLearned(placement.takeLearned());
        outcome.changes().putTrials(placement.takeTrials());
        outcome.changes().putPools(placement.tracks().takeTouched());
        regions.send(outcome);
        return outcome;
    }

    /** Whether the last round left something that could be placed at once. */
    public boolean unfinished() {
        return unfinished;
    }

    /** When the next pause of a waiting workload ends; null: none does. */
    public @Nullable Instant nextPauseEnd(Instant now) {
        return line.nextPauseEnd(now);
    }

    public FederationView view() {
        return book.view();
    }

    public Optional<Workload> workload(WorkloadId id) {
        return Optional.ofNullable(roster.find(id));
    }

    public Optional<WaitingLine.Position> positionInLine(WorkloadId id) {
        return line.positionOf(id);
    }

    /** What holds capacity of a pool. */
    public List<Occupant> occupants(PoolKey pool) {
        return roster.in(pool);
    }

    /** What a tenant may take at the moment. */
    public Allowance allowance(String tenant) {
        return placement.allowance(tenant, holdings);
    }

    /** What reservations keep of pools, as of the last round of placement. */
    public Map<PoolKey, PoolReserve> reserves() {
        return placement.reserves();
    }

    public boolean isReserved(Reservation.Key key) {
        return book.reservations(key.pool()).named(key.name()).isPresent();
    }

    /** What stands against a reservation. */
    public Optional<Failure> objection(Reservation wanted, Instant now) {
        return ReservationCheck.objection(wanted, book, roster, now);
    }

    /** What runs have taught. */
    public Learned learned() {
        return placement.learned();
    }

    /** How pools keep what they promise; without those of which nothing was seen. */
    public Map<PoolKey, Review> reviews(Collection<PoolKey> ofPools) {
        var reviews = new HashMap<PoolKey, Review>();
        ofPools.forEach(pool -> placement.tracks().review(pool).ifPresent(review -> reviews.put(pool, review)));
        return reviews;
    }

    /** Pools that are kept for work that waits. */
    public Collection<Hold> holds() {
        return placement.holds();
    }

    /** What lives around such a workload. */
    public Vicinity vicinity(WorkloadSpec spec) {
        return Vicinity.of(spec, book.view().regions(), roster);
    }

    public int waiting() {
        return line.size();
    }

    /** What others may see of it. */
    public Snapshot snapshot() {
        return new Snapshot(
                book.view(), placement.holds(), placement.reserves(), roster.states(), roster.liveByRegion());
    }

    /** How far the clock of a region's agent is ahead; null: not measured. */
    @Nullable
    Duration clockAhead(String region) {
        var clock = RegionName.isName(region)
                ? book.region(new RegionName(region)).map(RegionView::clock).orElse(null)
                : null;
        return clock == null ? null : clock.ahead();
    }

    public Optional<RegionLink> link(RegionName region) {
        return regions.link(region);
    }

    private void answer(Event event, Instant now, Outcome outcome) {
        switch (event) {
            case Event.Accepted accepted -> {
                if (roster.find(accepted.workload().id()) == null) {
                    Arrivals.came(accepted.workload().spec(), book);
                    settle(accepted.workload());
                }
            }
            case Event.Cancel cancel -> step(cancel.workload(), workload -> Lifecycle.cancel(workload, now), outcome);
            case Event.Cordon cordon -> regions.cordon(cordon, outcome);
            case Event.Maintain maintain -> regions.maintain(maintain, outcome);
            case Event.Reserve reserve -> {
                if (objection(reserve.reservation(), now).isEmpty()) {
                    book.reserve(reserve.reservation());
                    outcome.changes().put(reserve.reservation());
                }
            }
            case Event.Unreserve unreserve -> {
                var key = unreserve.reservation();
                if (book.unreserve(key.pool(), key.name())) {
                    outcome.changes().remove(key);
                }
            }
            case Event.LinksMeasured measured -> placement.measured(measured.readings());
            case Event.Fenced fenced -> regions.fenced(fenced, outcome);
            case Event.Connected connected -> regions.connected(connected, now, outcome);
            case Event.FromRegion said -> {
                if (regions.isOfItsLink(said)) {
                    answerRegion(said, now, outcome);
                }
            }
        }
    }

    private void answerRegion(Event.FromRegion event, Instant now, Outcome outcome) {
        switch (event) {
            case Event.Connected connected -> regions.connected(connected, now, outcome);
            case Event.Disconnected gone -> {
                regions.disconnected(gone.region());
                roster.in(gone.region()).forEach(workload -> take(Lifecycle.silent(workload, gone.region()), outcome));
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
                            .forEach(id -> step(workload.id(), w -> Lifecycle.unknownToRegion(w, id, now), outcome));
                }
            }
            case Event.Admitted admitted -> {
                book.cover(admitted.attempt().toString(), admitted.coveredFrom());
                step(admitted.attempt().workload(), w -> Lifecycle.admitted(w, admitted.attempt(), now), outcome);
            }
            case Event.Refused refused ->
                step(
                        refused.attempt().workload(),
                        w -> Lifecycle.refused(w, refused.attempt(), refused.reason(), refused.message(), now),
                        outcome);
            case Event.Reported reported -> reported(reported.report(), now, outcome);
            case Event.Progressed progressed -> progressed(progressed, now, outcome);
            case Event.Waits waits -> waits(waits, outcome);
        }
    }

    /** Nothing of it runs any more, save what was never to be given up. */
    private void giveUp(RegionName region, Instant now, Outcome outcome) {
        for (var workload : roster.in(region)) {
            for (var part : workload.liveParts()) {
                if (part.assignment().pool().region().equals(region) && regions.isStopped(part)) {
                    step(workload.id(), current -> Lifecycle.lost(current, part.id(), now), outcome);
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
        take(Lifecycle.reported(workload, report, now), outcome);
    }

    /** It is no step of the workload: nobody watches for it, and only the attempt is written. */
    private void progressed(Event.Progressed said, Instant now, Outcome outcome) {
        var workload = roster.find(said.attempt().workload());
        if (workload == null) {
            return;
        }
        Lifecycle.progressed(workload, said.attempt(), said.steps(), said.total(), said.at(), now)
                .ifPresent(next -> {
                    put(next, said.attempt(), outcome);
                    placement.learnUnderWay(next, book);
                });
    }

    private void waits(Event.Waits said, Outcome outcome) {
        var workload = roster.find(said.attempt().workload());
        if (workload != null) {
            Lifecycle.waits(workload, said.attempt(), said.waiting())
                    .ifPresent(next -> put(next, said.attempt(), outcome));
        }
    }

    /** Without a step of the workload: only the attempt is written. */
    private void put(Workload next, AttemptId changed, Outcome outcome) {
        roster.put(next);
        next.parts().stream().filter(part -> part.id().equals(changed)).forEach(outcome.changes()::put);
    }

    private void place(Instant now, Outcome outcome) {
        observer.roundBegins(line.size());
        unfinished = placement.round(line, book, holdings, roster, now, decided -> take(decided, now, outcome));
        observer.roundEnds();
        for (var leaving : placement.leaving()) {
            outcome.count().leavesQueue();
            take(Lifecycle.leaveQueue(leaving.workload(), leaving.attempt(), leaving.message()), outcome);
        }
    }

    private void take(Decided decided, Instant now, Outcome outcome) {
        outcome.count().decided(decided);
        switch (decided) {
            case Decided.Placed placed -> {
                take(Lifecycle.place(placed.workload(), placed.assignments(), now), outcome);
                outcome.changes().put(nextTry(placed.workload()), placed.decision());
                Arrivals.placed(placed.workload().spec(), placed.decision().chosen(), book);
            }
            case Decided.Waits waits -> keepWaiting(waits, outcome);
            case Decided.Preempts preempts -> {
                keepWaiting(preempts, outcome);
                for (var victim : preempts.victims()) {
                    boolean borrowed = preempts.reclaimed().contains(victim);
                    var reason = borrowed ? Reason.QUOTA_RECLAIMED : Reason.PREEMPTED;
                    var message = madeRoomFor(preempts.workload(), borrowed);
                    step(victim.workload(), workload -> Lifecycle.preempt(workload, victim, reason, message), outcome);
                }
            }
        }
    }

    private static String madeRoomFor(Workload by, boolean borrowed) {
        var whose = by.id() + " of tenant " + by.spec().tenant();
        return borrowed
                ? "gave back what its tenant had borrowed, to " + whose + ", to which it is guaranteed"
                : "made room for " + whose + ", whose priority is " + by.spec().priority();
    }

    private void keepWaiting(Decided refused, Outcome outcome) {
        var why = refused.decision().dominant();
        boolean looked = refused.workload().state().why().reason() != Reason.ACCEPTED;
        // What was found before holds until those who are on their way back are there to be looked at.
        if (why != null && !(looked && regions.areAwaited())) {
            take(
                    Lifecycle.keepWaiting(
                            refused.workload(), why, refused.decision().summary()),
                    outcome);
        }
    }

    private static AttemptId nextTry(Workload workload) {
        return new AttemptId(workload.id(), workload.tries() + 1L);
    }

    private void step(WorkloadId id, Function<Workload, Step> event, Outcome outcome) {
        var workload = roster.find(id);
        if (workload != null) {
            take(event.apply(workload), outcome);
        }
    }

    private void take(Step step, Outcome outcome) {
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
}
