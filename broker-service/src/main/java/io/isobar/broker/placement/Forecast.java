package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * About when a workload could start that finds no room now: when enough of what runs has ended. A forecast, for people: it trusts
 * the expected ends, takes what is freed for whole nodes, waits out announced maintenance and reservations, and looks at nobody else who
 * waits.
 *
 * @param at when
 * @param after id of the attempt whose end makes the room; or in words, what ends then: a maintenance, a reservation, the wait for one
 * @param giveOrTake how far off that end may be, by how far its work says that it is (one standard deviation); null: it does not say
 */
public record Forecast(
        PoolKey pool, Instant at, String after, @Nullable Duration giveOrTake) {
    Forecast(PoolKey pool, Instant at, String after) {
        this(pool, at, after, null);
    }

    private static final Comparator<Expected> SOONEST = Comparator.comparing(
                    (Expected expected) -> expected.forecast().at())
            .thenComparing(expected -> expected.forecast().pool());

    /**
     * Where so many replicas of a shape would run if the pool were empty enough.
     *
     * @param takes how long; null: nobody knows
     * @param own reserved nodes that it is for; null: none
     */
    record Place(
            PoolView pool,
            ReplicaShape shape,
            int replicas,
            @Nullable Duration takes,
            @Nullable Reservation own) {
        /** For work of which nobody knows how long it takes. */
        Place(PoolView pool, ReplicaShape shape, int replicas, @Nullable Reservation own) {
            this(pool, shape, replicas, null, own);
        }

        /** When it may begin there for all that maintenance is announced and nodes are reserved, if not before that time. */
        Instant earliest(Instant at) {
            var maintenance = pool.region().maintenance();
            if (pool.reservations().isEmpty()) {
                return maintenance == null ? at : maintenance.earliest(at, takes);
            }
            var earliest = own == null || own.hasBegunAt(at) ? at : own.from();
            // Each step goes past the end of one of them.
            for (int step = 0; step <= Reservation.MOST_IN_A_POOL + 1; step++) {
                var later = maintenance == null ? earliest : maintenance.earliest(earliest, takes);
                var blocking = own == null ? blocking(later) : null;
                later = blocking == null ? later : blocking.until();
                if (later.equals(earliest)) {
                    break;
                }
                earliest = later;
            }
            return earliest;
        }

        /** One that leaves too few nodes to work that begins then; null: there is none. */
        @Nullable
        Reservation blocking(Instant at) {
            long most = pool.free().nodesToSpare(shape, replicas);
            return during(at)
                    .filter(one -> pool.reservations().nodesAt(startOf(one, at)) > most)
                    .findFirst()
                    .orElse(null);
        }

        /** Nodes that are reserved for others at one time while it runs there, at most, if it begins then. */
        long reserved(Instant at) {
            return own != null || pool.reservations().isEmpty()
                    ? 0
                    : during(at)
                            .mapToLong(one -> pool.reservations().nodesAt(startOf(one, at)))
                            .max()
                            .orElse(0);
        }

        /** Whether work is on nodes that are reserved for others, and are counted as such. */
        boolean isOnReserved(Occupant occupant) {
            var name = occupant.reservation();
            return own == null
                    && name != null
                    && pool.reservations().begun().stream().anyMatch(one -> one.isFor(occupant.tenant(), name));
        }

        private Stream<Reservation> during(Instant at) {
            return pool.reservations().all().stream()
                    .filter(one ->
                            !one.isOverAt(at) && (takes == null || one.from().isBefore(at.plus(takes))));
        }

        private static Instant startOf(Reservation reservation, Instant at) {
            return reservation.hasBegunAt(at) ? at : reservation.from();
        }
    }

    /** A place, and about when it has the room. */
    record Expected(Place place, Forecast forecast) {}

    static Optional<Expected> soonest(List<Place> places, Occupant.Source occupants, Instant now) {
        return places.stream()
                .flatMap(
                        place -> in(place, occupants.in(place.pool().key()), now)
                                .map(forecast -> new Expected(place, forecast))
                                .stream())
                .min(SOONEST);
    }

    /** Empty: it cannot be said. In the past, where what should have ended has not. */
    static Optional<Forecast> in(Place place, List<Occupant> occupants, Instant now) {
        var shape = place.shape();
        long room = place.pool().free().room(shape, place.replicas());
        var maintenance = place.pool().region().maintenance();
        if (maintenance != null && room >= place.replicas()) {
            return Optional.of(new Forecast(
                    place.pool().key(),
                    maintenance.until(),
                    "the maintenance of " + place.pool().region().name()));
        }
        var opens = place.earliest(now);
        var reserved = place.own() == null ? place.blocking(now) : place.own();
        if (reserved != null && room >= place.replicas() && opens.isAfter(now)) {
            var what = place.own() == null ? "reservation " : "the wait for reservation ";
            return Optional.of(new Forecast(place.pool().key(), opens, what + reserved.name()));
        }
        var freed = new Freed(shape);
        var byTime = occupants.stream()
                .filter(occupant -> occupant.endsAt() != null)
                .sorted(Comparator.comparing(Forecast::endOf)
                        .thenComparing(occupant -> occupant.attempt().toString()))
                .toList();
        for (var occupant : byTime) {
            freed.add(occupant);
            if (room + freed.replicas() >= place.replicas()) {
                return Optional.of(new Forecast(
                        place.pool().key(),
                        place.earliest(endOf(occupant)),
                        occupant.attempt().toString(),
                        occupant.giveOrTake()));
            }
        }
        return Optional.empty();
    }

    private static Instant endOf(Occupant occupant) {
        return Objects.requireNonNull(occupant.endsAt());
    }

    Forecast notBefore(Instant now) {
        return at.isBefore(now) ? new Forecast(pool, now, after, giveOrTake) : this;
    }

    /** What ends gives back, counted in replicas of what waits. */
    private static final class Freed {
        private final ReplicaShape wanted;
        private Holdings.Sum sum = Holdings.Sum.NOTHING;

        Freed(ReplicaShape wanted) {
            this.wanted = wanted;
        }

        void add(Occupant ending) {
            sum = sum.plus(Holdings.Sum.of(ending.shape(), ending.replicas()), 1);
        }

        /** By what it lacks most; processors and memory that ended work did not ask for by itself are taken as there. */
        long replicas() {
            if (wanted.units() > 0) {
                return sum.units() / wanted.units();
            }
            long byCpu = wanted.millicpus() == 0 ? Long.MAX_VALUE : sum.millicpus() / wanted.millicpus();
            long byMemory = wanted.memoryBytes() == 0 || sum.memoryBytes() == 0
                    ? Long.MAX_VALUE
                    : sum.memoryBytes() / wanted.memoryBytes();
            long least = Math.min(byCpu, byMemory);
            return least == Long.MAX_VALUE ? 0 : least;
        }
    }
}
