package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each tenant's live attempts hold, by pool, and what they used. Not safe for concurrent use. */
public final class Holdings {
    private final UsageBook usage;
    private final Map<String, Held> byHolder = new HashMap<>();
    private final Map<String, Map<PoolKey, Sum>> byTenant = new HashMap<>();
    /** Of tenants and of groups, over all pools. */
    private final Map<String, Sum> totals = new HashMap<>();

    private final Tenants tenants;
    private long changes;
    /** Nothing was held before the first time that is told. */
    private Instant now = Instant.MIN;

    /** Where what was used does not count. */
    public Holdings() {
        this(Tenants.EQUAL, new UsageBook(null, pool -> Peaks.USUAL));
    }

    Holdings(Tenants tenants, UsageBook usage) {
        this.tenants = tenants;
        this.usage = usage;
    }

    /** What was used before, with the time up to which it was counted. Before anything is taken. */
    public void recall(Map<String, Used> durable) {
        usage.recall(durable);
    }

    /** What is taken and given from here on is taken and given then. */
    public void advance(Instant time) {
        now = time;
    }

    /** What tenants used that took or gave back something since this was last asked; empty of one whose use is forgotten. */
    public Map<String, Optional<Used>> takeUsed() {
        return usage.takeTouched();
    }

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

    /** Grows with every change. */
    long changes() {
        return changes;
    }

    private void add(Held held, int sign) {
        changes++;
        if (now.isAfter(Instant.MIN)) {
            usage.settle(held.tenant(), of(held.tenant()), now);
        }
        var pools = byTenant.computeIfAbsent(held.tenant(), tenant -> new HashMap<>());
        var gained = Sum.NOTHING.plus(held.amount(), sign);
        pools.merge(held.pool(), gained, Holdings::sumOrNull);
        totals.merge(held.tenant(), gained, Holdings::sumOrNull);
        tenants.above(held.tenant()).forEach(group -> totals.merge(group, gained, Holdings::sumOrNull));
        if (pools.isEmpty()) {
            byTenant.remove(held.tenant());
        }
    }

    private static @Nullable Sum sumOrNull(Sum one, Sum other) {
        var sum = one.plus(other, 1);
        return sum.equals(Sum.NOTHING) ? null : sum;
    }

    /** Of a tenant, or of all in a group, over all pools. */
    public Sum totalOf(String name) {
        return totals.getOrDefault(name, Sum.NOTHING);
    }

    Map<PoolKey, Sum> of(String tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }

    /** What the tenant used up to now, as far as that still counts. */
    Used usedBy(String tenant) {
        return usage.of(tenant, of(tenant), now);
    }

    /** All that hold something, or used something that still counts. */
    Set<String> tenants() {
        var all = new HashSet<>(byTenant.keySet());
        usage.tenants().forEach(all::add);
        return all;
    }
}
