package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.WaitingLine.Waiting;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for capacity has a pool kept for it, in the order of service, one for each pool: what comes later may use what does not
 * delay it. Without that, a large gang would starve under a stream of small work.
 *
 * <p>In each round the holds are found anew. Which pool a workload waits for is chosen again only after a while, so that it does not
 * wander from pool to pool and start on none. Not safe for concurrent use.
 */
final class Backfill {
    private static final int MOST_HOLDS = 100;
    /** A look asks the engine of all pools. */
    private static final int MOST_LOOKS_IN_A_ROUND = 8;
    /** To choose, all that runs in each able pool is gone through. */
    private static final int MOST_CHOSEN_IN_A_ROUND = 8;

    private static final int MOST_ABLE = 256;

    private static final Duration CHOICE_HOLDS = Duration.ofSeconds(30);
    private static final Set<Reason> WANTS_ROOM = EnumSet.of(
            Reason.FRAGMENTED, Reason.INSUFFICIENT_CAPACITY, Reason.HELD_FOR_ANOTHER, Reason.HELD_FOR_RESERVATION);

    private final PlacementEngine engine;
    private final Map<WorkloadId, Choice> choices = new HashMap<>();
    /** Whom a pool is kept for in this round, and how it would run there. */
    private final Map<WorkloadId, Forecast.Place> places = new HashMap<>();

    private Map<PoolKey, Hold> holds = new LinkedHashMap<>();
    private Map<PoolKey, Hold> before = Map.of();
    private int looked;
    private int chosen;
    private long round;
    private long loosened;

    /** A pool to wait for. */
    private record Choice(
            PoolKey pool,
            ReplicaShape shape,
            int replicas,
            @Nullable Duration takes,
            Instant madeAt) {}

    /** Pools that equal workloads could wait for. */
    record Able(List<Choice> choices, Instant foundAt) {
        boolean isOverAt(Instant now) {
            return isOver(foundAt, now);
        }
    }

    private static boolean isOver(Instant since, Instant now) {
        return now.isAfter(since.plus(CHOICE_HOLDS)) || now.isBefore(since);
    }

    Backfill(PlacementEngine engine) {
        this.engine = engine;
    }

    /** A round begins, with what is kept for work that is on its way from a site's queue. */
    void begin(Map<PoolKey, Hold> onTheirWay) {
        holds = new LinkedHashMap<>(onTheirWay);
        places.clear();
        looked = 0;
        chosen = 0;
        round++;
    }

    /** By pool. */
    Map<PoolKey, Hold> holds() {
        return holds;
    }

    /** By pool, for one that may have a pool kept for itself. */
    Map<PoolKey, Hold> holdsOfOthers(WorkloadId own) {
        var others = new LinkedHashMap<>(holds);
        others.values().removeIf(hold -> hold.holder().equals(own));
        return others;
    }

    /** Keeps a place for work that has to leave another one first. */
    void keep(Hold hold) {
        holds.put(hold.pool(), hold);
    }

    /** Nothing is kept for it any more. */
    void release(WorkloadId holder) {
        holds.values().removeIf(hold -> hold.holder().equals(holder));
    }

    /** Grows whenever work might start that could not before, for all that holds kept it from. */
    long loosened() {
        return loosened;
    }

    /** What was placed runs in a pool that is kept for another. */
    void placed(Candidate candidate, @Nullable Instant endsAt) {
        var hold = holds.get(candidate.pool());
        if (hold != null && (hold.shadowTime() == null || endsAt == null || endsAt.isAfter(hold.shadowTime()))) {
            holds.put(candidate.pool(), hold.without(candidate.replicas()));
        }
    }

    /** Whether {@link #keepFor} might find a pool for it: cheap, for thousands may wait. */
    boolean mayKeepFor(Waiting waiting, Decision refused) {
        boolean mayChoose = chosen < MOST_CHOSEN_IN_A_ROUND && waiting.shape().exhaustedIn() != round;
        return holds.size() < MOST_HOLDS
                && (mayChoose || choices.containsKey(waiting.workload().id()))
                && WANTS_ROOM.stream().anyMatch(refused.refused()::containsKey);
    }

    /** Keeps a pool for a workload that was refused, if one could take it were it empty, and nobody has that yet. */
    void keepFor(Served refused, CapacityBook book, Occupant.Source occupants, Claimant claimant, Instant now) {
        if (!mayKeepFor(refused.waiting(), refused.decision())) {
            return;
        }
        var id = refused.waiting().workload().id();
        var choice = choices.get(id);
        var asked = refused.asked();
        var place = choice == null ? null : placeOf(choice, asked, book);
        if (choice == null || place == null || isOver(choice.madeAt(), now)) {
            var other = choose(refused, book, occupants, claimant, now);
            place = other == null ? place : other;
        }
        if (place != null) {
            places.put(id, place);
            holds.put(
                    place.pool().key(),
                    Hold.of(id, place, occupants.in(place.pool().key()), now));
        }
    }

    /** It was placed after all. */
    void waitsNoMore(WorkloadId id) {
        var place = places.remove(id);
        if (place != null) {
            holds.remove(place.pool().key());
        }
    }

    /** Who has to make room for work that has a pool kept; empty: it waits for others to end by themselves. */
    Optional<Preemption> roomFor(Workload workload, Occupant.Source occupants, Claimant claimant, Instant now) {
        var place = places.get(workload.id());
        return place == null
                ? Optional.empty()
                : Preemption.in(place, occupants.in(place.pool().key()), claimant, currency(), now);
    }

    private Currency currency() {
        return engine.policy().currency();
    }

    /** Null: it is not to be had any more, or not at the moment, or another one is served before and has it. */
    private Forecast.@Nullable Place placeOf(Choice choice, Asked asked, CapacityBook book) {
        return holds.containsKey(choice.pool())
                        || asked.isKeptFrom(choice.pool().region().value())
                ? null
                : book.pool(choice.pool())
                        .filter(pool -> AdministrativeGate.isOpen(pool)
                                && ReservationGate.objection(pool, asked.spec()).isEmpty())
                        .map(pool -> new Forecast.Place(
                                pool,
                                choice.shape(),
                                choice.replicas(),
                                choice.takes(),
                                ReservationGate.own(pool, asked.spec())))
                        .orElse(null);
    }

    private Forecast.@Nullable Place choose(
            Served refused, CapacityBook book, Occupant.Source occupants, Claimant claimant, Instant now) {
        if (chosen == MOST_CHOSEN_IN_A_ROUND) {
            return null;
        }
        var workload = refused.waiting().workload();
        var able = able(refused, book, now).stream()
                .flatMap(choice -> Optional.ofNullable(placeOf(choice, refused.asked(), book)).stream())
                .filter(claimant::mayHave)
                .toList();
        if (able.isEmpty()) {
            refused.waiting().shape().exhaustedIn(round);
            return null;
        }
        chosen++;
        var place = best(able, occupants, claimant, now);
        choices.put(workload.id(), new Choice(place.pool().key(), place.shape(), place.replicas(), place.takes(), now));
        return place;
    }

    /** Places that could take it were they empty, whoever they are kept for. */
    List<Forecast.Place> places(Served refused, CapacityBook book, Instant now) {
        return able(refused, book, now).stream()
                .flatMap(choice -> book
                        .pool(choice.pool())
                        .filter(pool -> AdministrativeGate.isOpen(pool)
                                && ReservationGate.objection(
                                                pool, refused.asked().spec())
                                        .isEmpty())
                        .map(pool -> new Forecast.Place(
                                pool,
                                choice.shape(),
                                choice.replicas(),
                                ReservationGate.own(pool, refused.asked().spec())))
                        .stream())
                .toList();
    }

    /** Pools that would take such a workload if nothing ran there, as they were at most {@link #CHOICE_HOLDS} before. */
    private List<Choice> able(Served refused, CapacityBook book, Instant now) {
        var known = refused.waiting().shape().able();
        if (known != null && !known.isOverAt(now)) {
            return known.choices();
        }
        if (looked == MOST_LOOKS_IN_A_ROUND) {
            return List.of();
        }
        looked++;
        var found = engine.placesWhenEmpty(book.view(), refused.asked().unrestricted(), now).stream()
                .limit(MOST_ABLE)
                .map(place -> new Choice(place.pool().key(), place.shape(), place.replicas(), place.takes(), now))
                .toList();
        refused.waiting().shape().able(new Able(found, now));
        return found;
    }

    /** Where others have to make room at the least cost; else where there is room soonest. */
    private Forecast.Place best(
            List<Forecast.Place> places, Occupant.Source occupants, Claimant claimant, Instant now) {
        var preempted = Preemption.cheapest(places, occupants, claimant, currency(), now);
        if (preempted.isPresent()) {
            var pool = preempted.get().pool();
            return places.stream()
                    .filter(place -> place.pool().key().equals(pool))
                    .findFirst()
                    .orElseThrow();
        }
        return Forecast.soonest(places, occupants, now)
                .map(Forecast.Expected::place)
                .orElse(places.getFirst());
    }

    /** A whole round is over. True: something that was refused in it might be placed now. */
    boolean end() {
        choices.keySet().retainAll(places.keySet());
        boolean looser = before.entrySet().stream().anyMatch(entry -> {
            var hold = holds.get(entry.getKey());
            return hold == null || hold.isLooserThan(entry.getValue());
        });
        if (looser) {
            loosened++;
        }
        before = Map.copyOf(holds);
        return looser;
    }
}
