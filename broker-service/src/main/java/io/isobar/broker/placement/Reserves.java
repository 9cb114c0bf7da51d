package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reservations keep of each pool that has some, as a round of placement goes on. Not safe for concurrent use. */
final class Reserves {
    private Map<PoolKey, PoolReserve> byPool;

    private Reserves(Map<PoolKey, PoolReserve> byPool) {
        this.byPool = byPool;
    }

    static Reserves of(CapacityBook book, Occupant.Source occupants, Instant now) {
        return new Reserves(in(book, occupants, now));
    }

    /** Of pools that are there. */
    static Map<PoolKey, PoolReserve> in(CapacityBook book, Occupant.Source occupants, Instant now) {
        if (book.reservedPools().isEmpty()) {
            return Map.of();
        }
        var found = new HashMap<PoolKey, PoolReserve>();
        for (var key : book.reservedPools()) {
            book.pool(key)
                    .ifPresent(
                            pool -> found.put(key, PoolReserve.of(pool, book.uncovered(key), occupants.in(key), now)));
        }
        return Map.copyOf(found);
    }

    Map<PoolKey, PoolReserve> byPool() {
        return byPool;
    }

    /** Whether such work is on nodes that are reserved for it for as long as it runs. */
    boolean isWithin(WorkloadSpec spec, Candidate candidate, @Nullable Instant endsAt) {
        var reserve = byPool.get(candidate.pool());
        return reserve != null && reserve.isWithin(spec, endsAt);
    }

    /** Such work was placed, and begins now. */
    void placed(WorkloadSpec spec, Candidate candidate, @Nullable Instant endsAt) {
        byPool = without(byPool, spec, candidate, endsAt);
    }

    static Map<PoolKey, PoolReserve> without(
            Map<PoolKey, PoolReserve> reserves, WorkloadSpec spec, Candidate candidate, @Nullable Instant endsAt) {
        var reserve = reserves.get(candidate.pool());
        if (reserve == null) {
            return reserves;
        }
        var less = new HashMap<>(reserves);
        less.put(candidate.pool(), reserve.without(spec, candidate.shape(), candidate.replicas(), endsAt));
        return Map.copyOf(less);
    }
}
