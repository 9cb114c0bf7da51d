package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lives in pools, for tests without a leader. */
final class Living implements Neighbours {
    private final Map<PoolKey, List<Occupant>> byPool = new HashMap<>();

    /** One that nobody can stop. */
    static Occupant occupant(String attempt, ReplicaShape shape, int replicas, @Nullable Instant endsAt) {
        return new Occupant(
                AttemptId.parse(attempt).orElseThrow(),
                "tenant",
                shape,
                replicas,
                0,
                Money.parse("1 CNY"),
                null,
                Pools.NOW,
                endsAt,
                false,
                false,
                null);
    }

    void add(PoolKey pool, Occupant occupant) {
        byPool.computeIfAbsent(pool, key -> new ArrayList<>()).add(occupant);
    }

    void remove(PoolKey pool, Occupant occupant) {
        byPool.getOrDefault(pool, new ArrayList<>()).remove(occupant);
    }

    @Override
    public Map<String, Integer> of(String tenant, String name) {
        return Map.of();
    }

    @Override
    public List<Occupant> in(PoolKey pool) {
        return List.copyOf(byPool.getOrDefault(pool, List.of()));
    }
}
