package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What lives in pools, for tests without a leader. */
final class Living implements Neighbours {
    static final Neighbours NOTHING = new Living();

    private final Map<PoolKey, List<Occupant>> byPool = new HashMap<>();

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
