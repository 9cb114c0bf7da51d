package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * About when a workload could start that finds no room now: when enough of what runs has ended. A forecast, for people: it trusts
 * the expected ends, takes what is freed for whole nodes, and looks at nobody else who waits.
 *
 * @param at not before now
 * @param after id of the attempt whose end makes the room
 */
public record Forecast(PoolKey pool, Instant at, String after) {
    private static final Comparator<Forecast> SOONEST =
            Comparator.comparing(Forecast::at).thenComparing(Forecast::pool);

    /** Where so many replicas of a shape would run if the pool were empty enough. */
    record Place(PoolView pool, ReplicaShape shape, int replicas) {}

    /** When running work in a pool is expected to end; what has no expected end is not named. */
    @FunctionalInterface
    public interface Endings {
        List<Ending> of(PoolKey pool);
    }

    static Optional<Forecast> soonest(List<Place> places, Endings endings, Instant now) {
        return places.stream()
                .flatMap(place -> in(place, endings.of(place.pool().key()), now).stream())
                .min(SOONEST);
    }

    private static Optional<Forecast> in(Place place, List<Ending> endings, Instant now) {
        var shape = place.shape();
        long room = place.pool().free().room(shape, place.replicas());
        var freed = new Freed(shape);
        var byTime = endings.stream()
                .sorted(Comparator.comparing(Ending::at).thenComparing(Ending::attempt))
                .toList();
        for (var ending : byTime) {
            freed.add(ending);
            if (room + freed.replicas() >= place.replicas()) {
                var at = ending.at().isBefore(now) ? now : ending.at();
                return Optional.of(new Forecast(place.pool().key(), at, ending.attempt()));
            }
        }
        return Optional.empty();
    }

    /** What ends gives back, counted in replicas of what waits. */
    private static final class Freed {
        private final ReplicaShape wanted;
        private long units;
        private long millicpus;
        private long memoryBytes;

        Freed(ReplicaShape wanted) {
            this.wanted = wanted;
        }

        void add(Ending ending) {
            units += (long) ending.shape().units() * ending.replicas();
            millicpus += ending.shape().millicpus() * ending.replicas();
            memoryBytes += ending.shape().memoryBytes() * ending.replicas();
        }

        /** By what it lacks most; processors and memory that ended work did not ask for by itself are taken as there. */
        long replicas() {
            if (wanted.units() > 0) {
                return units / wanted.units();
            }
            long byCpu = wanted.millicpus() == 0 ? Long.MAX_VALUE : millicpus / wanted.millicpus();
            long byMemory =
                    wanted.memoryBytes() == 0 || memoryBytes == 0 ? Long.MAX_VALUE : memoryBytes / wanted.memoryBytes();
            long least = Math.min(byCpu, byMemory);
            return least == Long.MAX_VALUE ? 0 : least;
        }
    }
}
