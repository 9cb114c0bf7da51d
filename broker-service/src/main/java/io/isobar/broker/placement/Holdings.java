package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each tenant's live attempts hold, by pool. Not safe for concurrent use. */
public final class Holdings {
    private final Map<String, Held> byHolder = new HashMap<>();
    private final Map<String, Map<PoolKey, Sum>> byTenant = new HashMap<>();

    private record Held(String tenant, PoolKey pool, Sum amount) {}

    /** Units, thousandths of processors and bytes of memory. */
    public record Sum(long units, long millicpus, long memoryBytes) {
        public static final Sum NOTHING = new Sum(0, 0, 0);

        static Sum of(ReplicaShape shape, int replicas) {
            return new Sum(
                    (long) shape.units() * replicas, shape.millicpus() * replicas, shape.memoryBytes() * replicas);
        }

        Sum plus(Sum other, int sign) {
            return new Sum(
                    units + sign * other.units,
                    millicpus + sign * other.millicpus,
                    memoryBytes + sign * other.memoryBytes);
        }
    }

    /** {@code holder} is the attempt's id; the same again replaces it. */
    public void take(String holder, String tenant, PoolKey pool, ReplicaShape shape, int replicas) {
        give(holder);
        var held = new Held(tenant, pool, Sum.of(shape, replicas));
        byHolder.put(holder, held);
        add(held, 1);
    }

    public void give(String holder) {
        var held = byHolder.remove(holder);
        if (held != null) {
            add(held, -1);
        }
    }

    private void add(Held held, int sign) {
        var pools = byTenant.computeIfAbsent(held.tenant(), tenant -> new HashMap<>());
        pools.merge(held.pool(), Sum.NOTHING.plus(held.amount(), sign), Holdings::sumOrNull);
        if (pools.isEmpty()) {
            byTenant.remove(held.tenant());
        }
    }

    private static @Nullable Sum sumOrNull(Sum one, Sum other) {
        var sum = one.plus(other, 1);
        return sum.equals(Sum.NOTHING) ? null : sum;
    }

    /** Over all pools. */
    public Sum totalOf(String tenant) {
        return of(tenant).values().stream().reduce(Sum.NOTHING, (one, other) -> one.plus(other, 1));
    }

    Map<PoolKey, Sum> of(String tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }
}
