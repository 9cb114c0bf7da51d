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
import io.isobar.broker.learning.Learned;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.Review;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Workload;
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
    private final Lives lives;
    private final Roster roster;
    private final WaitingLine line;
    private final Regions regions;
    private final RegionAnswers answers;
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
        this.lives = new Lives(placement, book, holdings);
        this.roster = lives.roster();
        this.line = lives.line();
        this.answers = new RegionAnswers(regions, book, placement, lives);
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
        live.forEach(lives::recall);
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
        lives.advance(now);
        regions.advance(now);
        book.ageReports(now);
        book.advanceReservations(now).forEach(over -> outcome.changes().remove(over.key()));
        for (var event : events) {
            try {
                answer(event, now, outcome);
            } catch (RuntimeException fault) {
                // One event that cannot be taken must not keep all others from being taken.
                outcome.fault(event, fault);
            }
        }
        regions.lookForSilent(roster, now, outcome).forEach(lost -> answers.giveUp(lost, now, outcome));
        for (var late : lives.startTooLate(now)) {
            lives.step(late, workload -> Lifecycle.startTooLate(workload, now), outcome);
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
                    lives.come(accepted.workload());
                }
            }
            case Event.Cancel cancel ->
                lives.step(cancel.workload(), workload -> Lifecycle.cancel(workload, now), outcome);
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
                    answers.answer(said, now, outcome);
                }
            }
        }
    }

    private void place(Instant now, Outcome outcome) {
        observer.roundBegins(line.size());
        unfinished = placement.round(line, book, holdings, roster, now, decided -> take(decided, now, outcome));
        observer.roundEnds();
        for (var leaving : placement.leaving()) {
            outcome.count().leavesQueue();
            lives.take(Lifecycle.leaveQueue(leaving.workload(), leaving.attempt(), leaving.message()), outcome);
        }
    }

    private void take(Decided decided, Instant now, Outcome outcome) {
        outcome.count().decided(decided);
        switch (decided) {
            case Decided.Placed placed -> {
                lives.take(Lifecycle.place(placed.workload(), placed.assignments(), now), outcome);
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
                    lives.step(
                            victim.workload(),
                            workload -> Lifecycle.preempt(workload, victim, reason, message),
                            outcome);
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
            lives.take(
                    Lifecycle.keepWaiting(
                            refused.workload(), why, refused.decision().summary()),
                    outcome);
        }
    }

    private static AttemptId nextTry(Workload workload) {
        return new AttemptId(workload.id(), workload.tries() + 1L);
    }
}
