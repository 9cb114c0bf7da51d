package io.isobar.broker.wiring;

import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.isobar.broker.session.grpc.AgentSessionEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Meters of what the broker is connected with: agents and callers. */
final class EdgeMeters {
    private static final Duration[] CALLS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10)
    };

    private EdgeMeters() {}

    /** Counts and times calls, by the services that are served: what is not served is not counted, and has no label. */
    static ServerInterceptor calls(MeterRegistry registry) {
        return new MetricCollectingServerInterceptor(
                registry, counter -> counter, timer -> timer.serviceLevelObjectives(CALLS), Status.Code.OK);
    }

    static void bind(MeterRegistry registry, AgentSessionEndpoint sessions) {
        Gauge.builder("isobar.sessions", sessions, AgentSessionEndpoint::open)
                .description("Sessions of agents that are open; one for each region that is connected.")
                .register(registry);
        counter(
                registry,
                "isobar.sessions.opened",
                "Sessions that agents opened.",
                sessions,
                AgentSessionEndpoint::opened);
        counter(
                registry,
                "isobar.sessions.closed",
                "Sessions that ended, for whatever reason.",
                sessions,
                AgentSessionEndpoint::closed);
        counter(
                registry,
                "isobar.sessions.turned.away",
                "Sessions that were not opened, as 10,000 are.",
                sessions,
                AgentSessionEndpoint::turnedAway);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> count) {
        FunctionCounter.builder(name, of, count).description(description).register(registry);
    }
}
