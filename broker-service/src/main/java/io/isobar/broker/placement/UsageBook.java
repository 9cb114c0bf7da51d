package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.placement.Holdings.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What tenants used, as of when each last took or gave back something. Not safe for concurrent use.
 *
 * <p>Between two such moments what a tenant holds does not change, so that what it used at any time follows from the last one. A leader
 * that takes up what was durable at that moment reckons on to the same figures as the one before it.
 */
final class UsageBook {
    /** After so many half-lives a millionth is left. */
    private static final int FORGOTTEN_AFTER = 20;

    private static final int MOST_TENANTS = 100_000;

    /** Null: only what is held counts. */
    private final @Nullable Duration halfLife;
    /** TFLOPS a unit. */
    private final ToDoubleFunction<PoolKey> peaks;
    /** The one that changed last is the last one. */
    private final LinkedHashMap<String, Used> byTenant = new LinkedHashMap<>();

    private Map<String, Optional<Used>> touched = new HashMap<>();

    UsageBook(@Nullable Duration halfLife, ToDoubleFunction<PoolKey> peaks) {
        this.halfLife = halfLife;
        this.peaks = peaks;
    }

    /** What was durable; what has decayed to nothing is forgotten. */
    void recall(Map<String, Used> durable) {
        if (halfLife == null || durable.isEmpty()) {
            return;
        }
        var oldestFirst = durable.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().asOf()))
                .toList();
        var newest = oldestFirst.getLast().getValue().asOf();
        for (var entry : oldestFirst) {
            if (entry.getValue()
                    .asOf()
                    .plus(halfLife.multipliedBy(FORGOTTEN_AFTER))
                    .isAfter(newest)) {
                byTenant.put(entry.getKey(), entry.getValue());
            } else {
                touched.put(entry.getKey(), Optional.empty());
            }
        }
        forgetTheOldest();
    }

    private void forgetTheOldest() {
        while (byTenant.size() > MOST_TENANTS) {
            touched.put(byTenant.pollFirstEntry().getKey(), Optional.empty());
        }
    }

    /** What the tenant holds is about to change. */
    void settle(String tenant, Map<PoolKey, Sum> held, Instant now) {
        if (halfLife == null) {
            return;
        }
        var used = of(tenant, held, now);
        byTenant.remove(tenant);
        byTenant.put(tenant, used);
        touched.put(tenant, Optional.of(used));
        forgetTheOldest();
    }

    /** Up to now. */
    Used of(String tenant, Map<PoolKey, Sum> held, Instant now) {
        var used = byTenant.get(tenant);
        if (halfLife == null || used == null) {
            return Used.nothing(now);
        }
        return used.after(now, rate(held), halfLife);
    }

    private Used.Rate rate(Map<PoolKey, Sum> held) {
        double accelerators = 0;
        double millicpus = 0;
        for (var entry : held.entrySet()) {
            accelerators +=
                    peaks.applyAsDouble(entry.getKey()) * entry.getValue().units();
            millicpus += entry.getValue().millicpus();
        }
        return new Used.Rate(accelerators, millicpus / 1_000);
    }

    Iterable<String> tenants() {
        return byTenant.keySet();
    }

    /** Those that changed since this was last asked; empty of one that is forgotten. */
    Map<String, Optional<Used>> takeTouched() {
        var changed = touched;
        touched = new HashMap<>();
        return changed;
    }
}
