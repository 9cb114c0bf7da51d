package io.isobar.integration.simulation;

import io.isobar.broker.ledger.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What tenants used, reckoned again from what they held by the ledger: whatever crashes, each hour is counted once. While r is held,
 * dU/dt = r - U ln 2 / half-life.
 */
final class Usage {
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double ROUNDING = 1e-9;

    private final Judge judge;
    private final Map<String, Sum> byTenant = new HashMap<>();

    private record Sum(double coreHours, Instant asOf) {}

    Usage(Judge judge) {
        this.judge = judge;
    }

    /** {@code heldMillicpus} of a tenant up to these changes. */
    void check(Changes changes, ToLongFunction<String> heldMillicpus) {
        changes.used()
                .forEach((tenant, now) -> now.ifPresent(used -> {
                    var before = byTenant.getOrDefault(tenant, new Sum(0, used.asOf()));
                    var expected = after(before, used.asOf(), heldMillicpus.applyAsLong(tenant) / 1_000.0);
                    judge.require(
                            Math.abs(expected - used.coreHours()) <= ROUNDING * (1 + expected),
                            () -> String.format(
                                    Locale.ROOT,
                                    "tenant %s used %.12f core hours by the ledger at %s, by what it held %.12f",
                                    tenant,
                                    used.coreHours(),
                                    used.asOf(),
                                    expected));
                    if (!used.asOf().isBefore(before.asOf)) {
                        byTenant.put(tenant, new Sum(used.coreHours(), used.asOf()));
                    }
                }));
    }

    private static double after(Sum before, Instant time, double cores) {
        if (!time.isAfter(before.asOf)) {
            return before.coreHours;
        }
        double halves = hours(Duration.between(before.asOf, time)) / hours(Federation.HALF_LIFE);
        double left = Math.pow(0.5, halves);
        return before.coreHours * left + cores * (1 - left) * hours(Federation.HALF_LIFE) / Math.log(2);
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / MILLIS_PER_HOUR;
    }
}
