package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.PlacementService.Leaving;
import io.isobar.broker.placement.WaitingLine.Waiting;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A round of placement: what waits, in order, against what is free.
 *
 * <p>One workload that cannot be placed blocks no other, and equal ones are judged once for as long as nothing was gained that
 * could change the judgement. Who waits for capacity has a pool kept for it ({@link Backfill}). A round is bounded; what it does not
 * reach, the next one does.
 */
final class Round {
    private static final int MOST_JUDGED = 1_000;
    private static final int MOST_PLACED = 500;
    /** All that runs of a group is gone through. */
    private static final int MOST_SOUGHT = 32;

    private static final int MOST_PLACES_SOUGHT = 16;
    private static final Set<Reason> RECLAIMABLE =
            EnumSet.of(Reason.QUOTA, Reason.FRAGMENTED, Reason.INSUFFICIENT_CAPACITY, Reason.HELD_FOR_ANOTHER);

    private final Cohorts cohorts;
    private final Backfill backfill;
    private final Departures departures;
    private final PlacementIndex index;
    private final CapacityBook book;
    private final Holdings holdings;
    private final Neighbours neighbours;
    private final Instant now;
    private final Consumer<Decided> decided;
    private final Exchanges exchanges;
    private final Vicinities vicinities;
    private final Trying trying;
    private final Reserves reserves;
    private final List<Served> served = new ArrayList<>();
    private int judged;
    private int placed;
    private int sought;
    private @Nullable LowestRunning lowest;

    Round(
            Cohorts cohorts,
            Backfill backfill,
            Departures departures,
            PlacementIndex index,
            Trying trying,
            CapacityBook book,
            Holdings holdings,
            Neighbours neighbours,
            Instant now,
            Consumer<Decided> decided) {
        this.cohorts = cohorts;
        this.backfill = backfill;
        this.departures = departures;
        this.index = index;
        this.trying = trying;
        this.book = book;
        this.holdings = holdings;
        this.neighbours = neighbours;
        this.now = now;
        this.decided = decided;
        this.exchanges = new Exchanges(index, book, now);
        this.vicinities = new Vicinities(neighbours);
        this.reserves = Reserves.of(book, neighbours, now);
    }

    /** True: another round should follow at once. */
    boolean serve(WaitingLine line, ServiceOrder order) {
        // 0. Those for whom others were stopped come first: or else that work was lost for nothing. So do those that
        // gave up their place in a queue.
        var first = Stream.concat(cohorts.claimants(line, now).stream(), departures.returned(line, now).stream())
                .distinct()
                .toList();
        backfill.begin(departures.holds(book, neighbours, now));
        first.forEach(waiting -> judge(waiting, vicinity(waiting)));
        // 1. Take what waits in the order of service; who waits out a pause is passed over.
        for (var waiting = order.next(); waiting != null; waiting = order.next()) {
            var pause = waiting.workload().notBefore();
            if ((pause != null && pause.isAfter(now)) || first.contains(waiting)) {
                continue;
            }
            // 2. An equal one was judged already, and nothing was gained since.
            var vicinity = vicinity(waiting);
            var known = waiting.shape().verdictAt(gains(), vicinity);
            if (known != null) {
                refuseAgain(waiting, vicinity, known);
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                tell();
                return true;
            }
            judge(waiting, vicinity);
        }
        tell();
        boolean loosened = backfill.end();
        return loosened || vicinities.mayMeetAnAffinity();
    }

    /** What lives around it. Who looks at neighbours, or is looked at by them, does not see them before they are told of. */
    private Vicinity vicinity(Waiting waiting) {
        var spec = waiting.workload().spec();
        if (vicinities.mayMissNeighboursOf(spec)) {
            tell();
        }
        return vicinities.of(spec, book);
    }

    private void judge(Waiting waiting, Vicinity vicinity) {
        judged++;
        // 3. Decide on the book as the workloads before left it, and with what is kept for them.
        var id = waiting.workload().id();
        var asked = asked(waiting, vicinity)
                .behind(departures.isOnItsWay(id) ? backfill.holdsOfOthers(id) : backfill.holds())
                .beside(reserves.byPool());
        if (departures.remove(id)) {
            backfill.release(id);
        }
        var one = new Served(waiting, asked, index.decide(asked, now));
        served.add(one);
        if (one.decision().placed()) {
            // 4. Deduct at once, so that nothing is given away twice before the region reports.
            take(one);
            cohorts.unclaim(waiting.workload().id());
            placed++;
        } else {
            // 5. Keep a pool for it, so that what comes later does not delay it.
            waiting.shape().cannotBePlaced(gains(), vicinity, one.decision());
            vicinities.refused(one.asked().spec());
            backfill.keepFor(one, book, neighbours, claimant(one), now);
        }
    }

    private void take(Served one) {
        var given = one.decision().given();
        for (int part = 0; part < given.size(); part++) {
            var chosen = given.get(part).candidate();
            book.deduct(one.holder(part), chosen.pool(), chosen.shape(), chosen.replicas());
            var endsAt = chosen.endBy(one.asked().spec(), now);
            if (!reserves.isWithin(one.asked().spec(), chosen, endsAt)) {
                backfill.placed(chosen, endsAt);
            }
            reserves.placed(one.asked().spec(), chosen, endsAt);
        }
        hold(one);
        trying.placed(one);
        vicinities.placed(one.asked().spec());
    }

    private void hold(Served one) {
        var given = one.decision().given();
        for (int part = 0; part < given.size(); part++) {
            var chosen = given.get(part).candidate();
            holdings.take(one.holder(part), one.tenant(), chosen.pool(), chosen.shape(), chosen.replicas());
        }
    }

    /** 6. Before anybody is told, let those of one tenant exchange places. What still waits may have others make room for it. */
    private void tell() {
        for (var one :
                exchanges.among(served, backfill.holds(), reserves.byPool().keySet())) {
            trying.placed(one);
            if (one.decision().placed()) {
                hold(one);
                backfill.waitsNoMore(one.waiting().workload().id());
                decided.accept(placed(one));
            } else {
                refuse(one);
            }
        }
        served.clear();
        vicinities.told();
    }

    private void refuseAgain(Waiting waiting, Vicinity vicinity, Decision known) {
        vicinities.refused(waiting.workload().spec());
        if (backfill.mayKeepFor(waiting, known)) {
            var refused = new Served(waiting, asked(waiting, vicinity), known);
            backfill.keepFor(refused, book, neighbours, claimant(refused), now);
            refuse(refused);
        } else if (mayReclaim(waiting, known)) {
            refuse(new Served(waiting, asked(waiting, vicinity), known));
        } else {
            decided.accept(new Decided.Waits(waiting.workload(), known));
        }
    }

    private void refuse(Served one) {
        var workload = one.waiting().workload();
        // Who must be near others makes nobody leave: it might be one of them.
        var making = workload.spec().placement().affinity().isEmpty()
                ? backfill.roomFor(workload, neighbours, claimant(one), now)
                        .or(() -> reclaimed(one))
                        .filter(found -> !found.victims().isEmpty() && mayBeginAfter(found, one))
                : Optional.<Preemption>empty();
        making.ifPresentOrElse(
                found -> {
                    cohorts.claim(workload.id(), one.tenant(), found.wanted(), now);
                    var attempts =
                            found.victims().stream().map(Occupant::attempt).toList();
                    decided.accept(new Decided.Preempts(workload, one.decision(), attempts, found.reclaimed()));
                },
                () -> decided.accept(new Decided.Waits(workload, one.decision())));
    }

    /** 8. What waits in the queue of a site leaves it for nodes that nobody who waits here wants, if that is better for it. */
    List<Leaving> leaveQueues(QueueExits exits) {
        var leaving = new ArrayList<Leaving>();
        for (var workload : exits.due(neighbours.inSiteQueues(), now)) {
            var attempt = workload.attempt();
            if (attempt == null || departures.isFull()) {
                continue;
            }
            var given = attempt.assignment();
            var spec = workload.remaining();
            var held = Holdings.Sum.of(given.shape(), given.replicas());
            var asked = new Asked(spec, workload.avoided(), vicinities.ofLiving(spec, book))
                    .within(cohorts.allowance(workload, held, holdings))
                    .behind(backfill.holds())
                    .beside(reserves.byPool());
            exits.of(attempt, asked, index, book, now).ifPresent(exit -> {
                keep(workload, spec, exit.to());
                leaving.add(new Leaving(workload, attempt.id(), exit.message()));
            });
        }
        return leaving;
    }

    private void keep(Workload workload, WorkloadSpec spec, Candidate to) {
        book.pool(to.pool())
                .map(pool -> new Forecast.Place(pool, to.shape(), to.replicas(), ReservationGate.own(pool, spec)))
                .ifPresent(place -> {
                    departures.put(workload.id(), place, now);
                    backfill.keep(Hold.of(workload.id(), place, neighbours.in(to.pool()), now));
                });
    }

    /** What reservations keep of pools by now. */
    Map<PoolKey, PoolReserve> reserves() {
        return reserves.byPool();
    }

    /** Whether what is reserved would let it begin once those have left: else they would leave for nothing. */
    private boolean mayBeginAfter(Preemption found, Served one) {
        var pool = found.pool();
        if (!reserves.byPool().containsKey(pool)) {
            return true;
        }
        var spec = one.asked().spec();
        var longest = RunTimes.longest(null, spec);
        var leaving = Set.copyOf(found.victims());
        return book.pool(pool)
                .map(view -> PoolReserve.of(view, book.uncovered(pool), neighbours.in(pool), leaving, now))
                .flatMap(reserve -> reserve.objection(
                        spec, found.shape(), spec.gang().minimum(), longest == null ? null : now.plus(longest), now))
                .isEmpty();
    }

    private Claimant claimant(Served one) {
        return cohorts.claimant(one.waiting(), holdings, neighbours);
    }

    /** Cheap, for thousands may wait. */
    private boolean mayReclaim(Waiting waiting, Decision refused) {
        var spec = waiting.workload().spec();
        return sought < MOST_SOUGHT
                && !spec.mayHaveParts()
                && cohorts.mayClaim()
                && !waiting.shape().soughtInVain(gains(), spec.priority())
                && (cohorts.mayReclaim(spec.tenant()) || mayDisplaceOwn(spec))
                && RECLAIMABLE.stream().anyMatch(refused.refused()::containsKey);
    }

    /** Whether its tenant has work of a lower priority that could leave it the quota. */
    private boolean mayDisplaceOwn(WorkloadSpec spec) {
        if (!cohorts.isLimited(spec.tenant())) {
            return false;
        }
        if (lowest == null) {
            lowest = new LowestRunning(holdings, neighbours);
        }
        return lowest.isBelow(spec.tenant(), spec.priority());
    }

    /**
     * 7. Lower priorities of the workload's tenant leave it the quota, and whoever borrowed what is guaranteed to that gives it back, where
     * that lets it start.
     */
    private Optional<Preemption> reclaimed(Served one) {
        if (!mayReclaim(one.waiting(), one.decision())) {
            return Optional.empty();
        }
        var claimant = claimant(one);
        var places = placesBeyondQuota(one).stream()
                .filter(place -> claimant.mayHave(place)
                        || mayDisplaceOwn(one.waiting().workload().spec()))
                .limit(MOST_PLACES_SOUGHT)
                .toList();
        sought += places.isEmpty() ? 0 : 1;
        var found = Preemption.cheapest(places, neighbours, claimant, index.currency(), now)
                .filter(Preemption::forQuota);
        if (found.isEmpty()) {
            one.waiting()
                    .shape()
                    .foundNobody(gains(), one.waiting().workload().spec().priority());
        }
        return found;
    }

    /** Where it could start now if it had the quota; else, where it could if others left. */
    private List<Forecast.Place> placesBeyondQuota(Served one) {
        int least = one.asked().spec().gang().minimum();
        var free = index.choose(one.asked().beyondQuota(), now)
                .flatMap(candidate -> book.pool(candidate.pool())
                        .map(pool -> new Forecast.Place(
                                pool,
                                candidate.shape(),
                                least,
                                ReservationGate.own(pool, one.asked().spec()))));
        return free.map(List::of).orElseGet(() -> backfill.places(one, book, now));
    }

    /** Grows with all that could turn a no into a yes. */
    private long gains() {
        return book.gains() + backfill.loosened() + cohorts.loosened();
    }

    private Asked asked(Waiting waiting, Vicinity vicinity) {
        var workload = waiting.workload();
        var spec = workload.remaining();
        return new Asked(spec, workload.avoided(), vicinity).within(cohorts.allowance(waiting, holdings));
    }

    private static Decided.Placed placed(Served one) {
        return new Decided.Placed(
                one.waiting().workload(),
                one.decision(),
                one.decision().given().stream().map(Round::assignment).toList());
    }

    private static Assignment assignment(GangPart part) {
        var chosen = part.candidate();
        return new Assignment(
                chosen.pool(),
                part.group(),
                chosen.variant(),
                chosen.replicas(),
                chosen.shape(),
                chosen.offer(),
                chosen.pricePerHour(),
                chosen.runTime() instanceof RunTime.Known known ? known.time() : null);
    }
}
