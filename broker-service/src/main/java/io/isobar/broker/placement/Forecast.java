package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * About when a workload could start that finds no room now: when enough of what runs has ended. A forecast, for people: it trusts
 * the expected ends, takes what is freed for whole nodes, waits out announced maintenance, and looks at nobody else who waits.
 *
 * @param at when
 * @param after id of the attempt whose end makes the room; or in words, which maintenance
 */
public record Forecast(PoolKey pool, Instant at, String after) {
    private static final Comparator<Expected> SOONEST = Comparator.comparing(
                    (Expected expected) -> expected.forecast().at())
            .thenComparing(expected -> expected.forecast().pool());

    /** Where so many replicas of a shape would run if the pool were empty enough, and for how long; null: nobody knows. */
    record Place(
            PoolView pool,
            ReplicaShape shape,
            int replicas,
            @Nullable Duration takes) {
        /** For work of which nobody knows how long it takes. */
        Place(PoolView pool, ReplicaShape shape, int replicas) {
            this(pool, shape, replicas, null);
        }

        /** When it may begin there for all that maintenance is announced, if not before that time. */
        Instant earliest(Instant at) {
            var maintenance = pool.region().maintenance();
            return maintenance == null ? at : maintenance.earliest(at, takes);
        }
    }

    /** A place, and about when it has the room. */
    record Expected(Place place, Forecast forecast) {}

    static Optional<Expected> soonest(List<Place> places, Occupant.Source occupants) {
        return places.stream()
                .flatMap(
                        place -> in(place, occupants.in(place.pool().key()))
                                .map(forecast -> new Expected(place, forecast))
                                .stream())
                .min(SOONEST);
    }

    /** Empty: it cannot be said. In the past, where what should have ended has not. */
    static Optional<Forecast> in(Place place, List<Occupant> occupants) {
        var shape = place.shape();
        long room = place.pool().free().room(shape, place.replicas());
        var maintenance = place.pool().region().maintenance();
        if (maintenance != null && room >= place.replicas()) {
            return Optional.of(new Forecast(
                    place.pool().key(),
                    maintenance.until(),
                    "the maintenance of " + place.pool().region().name()));
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
                        occupant.attempt().toString()));
            }
        }
        return Optional.empty();
    }

    private static Instant endOf(Occupant occupant) {
        return Objects.requireNonNull(occupant.endsAt());
    }

    Forecast notBefore(Instant now) {
        return at.isBefore(now) ? new Forecast(pool, now, after) : this;
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
