package io.isobar.broker.placement;

import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.resource.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Whose place work of a higher priority takes: whole attempts of a lower priority that may be tried again, the least work lost, and
 * only where the room that they leave is certain to be enough.
 *
 * <p>Which nodes work sits on is the region's affair. It is certain that where a replica sat, as many replicas fit as it is large; and
 * in a pool of one node, that what is free adds up. The choice is greedy, by what a replica of room costs, and gives back what proved
 * not to be needed. On several nodes it is dearer than it has to be by no more than the last attempt taken.
 */
record Preemption(PoolKey pool, List<Occupant> victims, Money cost) {
    static final int MOST_VICTIMS = 1_000;

    Preemption {
        victims = List.copyOf(victims);
    }

    /** The cheapest one in any of the places; no victims where enough is on its way out already. Empty: there is none. */
    static Optional<Preemption> cheapest(
            List<Forecast.Place> places, Occupant.Source occupants, int priority, Currency currency, Instant now) {
        return places.stream()
                .flatMap(place -> in(place, occupants.in(place.pool().key()), priority, currency, now).stream())
                .min(Comparator.comparing(Preemption::cost).thenComparing(Preemption::pool));
    }

    static Optional<Preemption> in(
            Forecast.Place place, List<Occupant> occupants, int priority, Currency currency, Instant now) {
        if (place.earliest(now).isAfter(now)) {
            // It may not begin there before the maintenance is over, whoever leaves.
            return Optional.empty();
        }
        var room = new Room(place);
        occupants.stream().filter(Occupant::stopping).forEach(room::add);
        var taken = new ArrayList<Occupant>();
        var cheapestFirst = occupants.stream()
                .filter(occupant -> occupant.priority() < priority && occupant.restartable() && !occupant.stopping())
                .filter(room::gains)
                .sorted(Comparator.comparingDouble((Occupant occupant) -> room.costOfOne(occupant, now))
                        .thenComparingInt(Occupant::priority)
                        .thenComparing(occupant -> occupant.attempt().toString()))
                .limit(MOST_VICTIMS)
                .toList();
        for (var occupant : cheapestFirst) {
            if (room.isEnough()) {
                break;
            }
            room.add(occupant);
            taken.add(occupant);
        }
        if (!room.isEnough()) {
            return Optional.empty();
        }
        // What was taken first may be more than is needed now.
        var dearestFirst = taken.stream()
                .sorted(Comparator.comparing((Occupant occupant) -> occupant.costOfStopping(now))
                        .reversed())
                .toList();
        for (var occupant : dearestFirst) {
            room.remove(occupant);
            if (room.isEnough()) {
                taken.remove(occupant);
            } else {
                room.add(occupant);
            }
        }
        var cost =
                taken.stream().map(occupant -> occupant.costOfStopping(now)).reduce(Money.zero(currency), Money::plus);
        return Optional.of(new Preemption(place.pool().key(), taken, cost));
    }

    /** What would be free in a place after some have left. */
    private static final class Room {
        private final ReplicaShape wanted;
        private final boolean oneNode;
        private final long needed;
        private long replicas;
        /** On the one node, where there is one. */
        private Sum free;

        Room(Forecast.Place place) {
            var now = place.pool().free();
            wanted = place.shape();
            oneNode = now.nodes() == 1;
            needed = place.replicas();
            replicas = now.room(wanted, place.replicas());
            free = oneNode ? freeOf(now.buckets().getFirst()) : Sum.NOTHING;
        }

        /** What is not known is none. */
        private static Sum freeOf(NodeBucket node) {
            return new Sum(
                    node.units().free(),
                    node.millicpus() == null ? 0 : node.millicpus().free(),
                    node.memoryBytes() == null ? 0 : node.memoryBytes().free());
        }

        void add(Occupant occupant) {
            count(occupant, 1);
        }

        void remove(Occupant occupant) {
            count(occupant, -1);
        }

        private void count(Occupant occupant, int sign) {
            replicas += sign * inPlaceOf(occupant) * occupant.replicas();
            free = free.plus(Sum.of(occupant.shape(), occupant.replicas()), sign);
        }

        boolean isEnough() {
            return replicas >= needed || (oneNode && howMany(free) >= needed);
        }

        boolean gains(Occupant occupant) {
            return oneNode || inPlaceOf(occupant) > 0;
        }

        double costOfOne(Occupant occupant, Instant now) {
            long gained = Math.max(1, inPlaceOf(occupant) * occupant.replicas());
            return (double) occupant.costOfStopping(now).micros() / gained;
        }

        /** How many fit where one replica of another one was. */
        private long inPlaceOf(Occupant occupant) {
            return howMany(Sum.of(occupant.shape(), 1));
        }

        private long howMany(Sum in) {
            return Math.min(
                    quotient(in.units(), wanted.units()),
                    Math.min(
                            quotient(in.millicpus(), wanted.millicpus()),
                            quotient(in.memoryBytes(), wanted.memoryBytes())));
        }

        private static long quotient(long has, long each) {
            return each == 0 ? Integer.MAX_VALUE : has / each;
        }
    }
}
