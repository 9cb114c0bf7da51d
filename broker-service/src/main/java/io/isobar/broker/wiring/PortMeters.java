package io.isobar.broker.wiring;

import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/** Meters of the guards before the ports. */
final class PortMeters {
    private PortMeters() {}

    static void bind(MeterRegistry registry, Collection<SmallRyeGuard> guards) {
        guards.forEach(guard -> bind(registry, guard));
    }

    private static void bind(MeterRegistry registry, SmallRyeGuard guard) {
        var policy = guard.policy();
        var port = policy.port();
        // None that is always 0: who looks at it would take it for something that is watched.
        for (var outcome : policy.outcomes()) {
            FunctionCounter.builder("isobar.port.calls", guard, one -> one.calls(outcome))
                    .description("Calls to a port, by what became of them.")
                    .tag("port", port)
                    .tag("outcome", outcome.word())
                    .register(registry);
        }
        if (policy.retry() != null) {
            FunctionCounter.builder("isobar.port.retries", guard, SmallRyeGuard::retries)
                    .description("Tries after the first of a call.")
                    .tag("port", port)
                    .register(registry);
        }
        if (policy.breaker() != null) {
            Gauge.builder("isobar.port.circuit.open", guard, one -> one.isOpen() ? 1 : 0)
                    .description("1: calls are refused at once, as those before failed.")
                    .tag("port", port)
                    .register(registry);
        }
    }
}
