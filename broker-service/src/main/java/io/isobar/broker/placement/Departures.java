package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work that was told to leave the queue of its site for a place elsewhere, which is kept for it until it has come, or for {@link #HOLDS}. Not
 * safe for concurrent use.
 */
final class Departures {
    /** A site takes a job out of its queue within a second or two. */
    static final Duration HOLDS = Duration.ofSeconds(30);

    private static final int MOST = 100;

    private final Map<WorkloadId, Departure> byWorkload = new LinkedHashMap<>();

    private record Departure(Forecast.Place place, Instant at) {}

    boolean isFull() {
        return byWorkload.size() >= MOST;
    }

    void put(WorkloadId workload, Forecast.Place place, Instant now) {
        byWorkload.put(workload, new Departure(place, now));
    }

    /** It has come; false where nothing was kept for it. */
    boolean remove(WorkloadId workload) {
        return byWorkload.remove(workload) != null;
    }

    boolean isOnItsWay(WorkloadId workload) {
        return byWorkload.containsKey(workload);
    }

    /** A round begins: those that have left their queues and wait, the first to leave first. What did not come in time is given up. */
    List<WaitingLine.Waiting> returned(WaitingLine line, Instant now) {
        byWorkload.values().removeIf(departure -> now.isAfter(departure.at().plus(HOLDS)));
        return byWorkload.keySet().stream()
                .flatMap(id -> line.find(id).stream())
                .toList();
    }

    /** What is kept, by pool, as of now; of a pool for two, for the one that left first. */
    Map<PoolKey, Hold> holds(CapacityBook book, Occupant.Source occupants, Instant now) {
        var holds = new LinkedHashMap<PoolKey, Hold>();
        byWorkload.forEach((id, departure) -> hold(id, departure.place(), book, occupants, now)
                .ifPresent(hold -> holds.putIfAbsent(hold.pool(), hold)));
        return holds;
    }

    private static Optional<Hold> hold(
            WorkloadId id, Forecast.Place place, CapacityBook book, Occupant.Source occupants, Instant now) {
        return book.pool(place.pool().key())
                .map(pool -> new Forecast.Place(pool, place.shape(), place.replicas(), place.takes(), place.own()))
                .map(current -> Hold.of(id, current, occupants.in(current.pool().key()), now));
    }
}
