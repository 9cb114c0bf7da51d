package io.isobar.broker.placement;

import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that others were stopped for, and the quota that they are about to have, so that nobody else borrows it meanwhile. Not safe
 * for concurrent use.
 */
final class Claims {
    private static final int MOST = 1_000;
    /** Whoever was told to stop has done so by then, or its region is away; what it takes then is found anew. */
    private static final Duration HOLDS = Duration.ofMinutes(10);

    private final Guarantees guarantees;
    private final Map<WorkloadId, Claim> byWorkload = new LinkedHashMap<>();
    private final Map<String, Sum> byName = new HashMap<>();
    private long removals;

    private record Claim(String tenant, Sum amount, Instant at) {}

    Claims(Guarantees guarantees) {
        this.guarantees = guarantees;
    }

    boolean isFull() {
        return byWorkload.size() >= MOST;
    }

    void put(WorkloadId workload, String tenant, Sum amount, Instant now) {
        remove(workload);
        if (isFull()) {
            return;
        }
        byWorkload.put(workload, new Claim(tenant, amount, now));
        count(tenant, amount, 1);
    }

    void remove(WorkloadId workload) {
        var claim = byWorkload.remove(workload);
        if (claim != null) {
            removals++;
            count(claim.tenant(), claim.amount(), -1);
        }
    }

    /** Those of workloads that still wait, and not for too long. */
    void keep(Predicate<WorkloadId> waits, Instant now) {
        List.copyOf(byWorkload.entrySet()).stream()
                .filter(entry -> !waits.test(entry.getKey())
                        || now.isAfter(entry.getValue().at().plus(HOLDS)))
                .forEach(entry -> remove(entry.getKey()));
    }

    /** Grows with every claim that is no more. */
    long removals() {
        return removals;
    }

    /** Oldest first. */
    List<WorkloadId> workloads() {
        return List.copyOf(byWorkload.keySet());
    }

    /** By a tenant, or by all in a group. */
    Sum of(String name) {
        return byName.getOrDefault(name, Sum.NOTHING);
    }

    /** By one workload. */
    Sum of(WorkloadId workload) {
        var claim = byWorkload.get(workload);
        return claim == null ? Sum.NOTHING : claim.amount();
    }

    private void count(String tenant, Sum amount, int sign) {
        for (var name : guarantees.path(tenant)) {
            byName.merge(name, Sum.NOTHING.plus(amount, sign), Claims::sumOrNull);
        }
    }

    private static @Nullable Sum sumOrNull(Sum one, Sum other) {
        var sum = one.plus(other, 1);
        return sum.equals(Sum.NOTHING) ? null : sum;
    }
}
