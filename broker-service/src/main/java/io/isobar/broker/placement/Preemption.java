package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
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
 * not to be needed: never dearer than it has to be by more than the last attempt taken.
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
        private long units;
        private long millicpus;
        private long memoryBytes;

        Room(Forecast.Place place) {
            var free = place.pool().free();
            wanted = place.shape();
            oneNode = free.nodes() == 1;
            needed = place.replicas();
            replicas = free.room(wanted, place.replicas());
            if (oneNode) {
                var node = free.buckets().getFirst();
                units = node.units().free();
                millicpus = node.millicpus() == null ? 0 : node.millicpus().free();
                memoryBytes =
                        node.memoryBytes() == null ? 0 : node.memoryBytes().free();
            }
        }

        void add(Occupant occupant) {
            count(occupant, 1);
        }

        void remove(Occupant occupant) {
            count(occupant, -1);
        }

        private void count(Occupant occupant, int sign) {
            var shape = occupant.shape();
            replicas += sign * inPlaceOf(shape) * occupant.replicas();
            units += sign * (long) shape.units() * occupant.replicas();
            millicpus += sign * shape.millicpus() * occupant.replicas();
            memoryBytes += sign * shape.memoryBytes() * occupant.replicas();
        }

        boolean isEnough() {
            return replicas >= needed || (oneNode && howMany(units, millicpus, memoryBytes) >= needed);
        }

        boolean gains(Occupant occupant) {
            return oneNode || inPlaceOf(occupant.shape()) > 0;
        }

        double costOfOne(Occupant occupant, Instant now) {
            long gained = Math.max(1, inPlaceOf(occupant.shape()) * occupant.replicas());
            return (double) occupant.costOfStopping(now).micros() / gained;
        }

        /** How many fit where one replica of another shape was. */
        private long inPlaceOf(ReplicaShape shape) {
            return howMany(shape.units(), shape.millicpus(), shape.memoryBytes());
        }

        private long howMany(long ofUnits, long ofMillicpus, long ofMemoryBytes) {
            return Math.min(
                    quotient(ofUnits, wanted.units()),
                    Math.min(quotient(ofMillicpus, wanted.millicpus()), quotient(ofMemoryBytes, wanted.memoryBytes())));
        }

        private static long quotient(long has, long each) {
            return each == 0 ? Integer.MAX_VALUE : has / each;
        }
    }
}
