package io.isobar.broker.metrics;

import io.isobar.broker.failure.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;

/** A counter for each reason, from when it is first met. For one thread. */
final class ReasonCounters {
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final Tags more;

    ReasonCounters(MeterRegistry registry, String name, String description, Tag... more) {
        this.registry = registry;
        this.name = name;
        this.description = description;
        this.more = Tags.of(more);
    }

    Counter of(Reason reason) {
        return counters.computeIfAbsent(reason, this::register);
    }

    private Counter register(Reason reason) {
        return Counter.builder(name)
                .description(description)
                .tags(more.and("reason", reason.name()))
                .register(registry);
    }
}
