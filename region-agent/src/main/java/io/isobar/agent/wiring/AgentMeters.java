package io.isobar.agent.wiring;

import io.isobar.agent.execution.RegionObserver;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.RegionName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Meters of the agent, for Prometheus; docs/metrics.md describes them. The first 1,000 regions have their names as label, all others
 * are counted together.
 */
final class AgentMeters {
    static final int MOST = 1_000;
    static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Set<String> own = new HashSet<>();
    private final Map<String, Sums> sums = new ConcurrentHashMap<>();
    // A registry holds what it asks only weakly, so it is held here.
    private final List<DoubleSupplier> droppedBatches = new CopyOnWriteArrayList<>();
    private final List<DoubleSupplier> turnedAway = new CopyOnWriteArrayList<>();

    /** What the regions of one label give together. */
    private record Sums(
            List<DoubleSupplier> registered,
            List<DoubleSupplier> running,
            List<DoubleSupplier> dials,
            List<DoubleSupplier> registrations) {
        Sums() {
            this(
                    new CopyOnWriteArrayList<>(),
                    new CopyOnWriteArrayList<>(),
                    new CopyOnWriteArrayList<>(),
                    new CopyOnWriteArrayList<>());
        }
    }

    AgentMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private synchronized String label(RegionName region) {
        if (own.contains(region.value()) || own.size() < MOST) {
            own.add(region.value());
            return region.value();
        }
        return OTHER;
    }

    /** Counts what a region does. */
    RegionObserver of(RegionName region) {
        var label = label(region);
        var admitted = counter("isobar.agent.admissions", "Attempts that the region admitted.", label);
        var launched = counter("isobar.agent.launches", "Attempts that were handed to the resource manager.", label);
        var failed =
                counter("isobar.agent.launch.failures", "Attempts that the resource manager could not start.", label);
        return new RegionObserver() {
            private final Map<Reason, Counter> refusals = new ConcurrentHashMap<>();

            @Override
            public void admitted() {
                admitted.increment();
            }

            @Override
            public void refused(Reason reason) {
                refusals.computeIfAbsent(
                                reason,
                                why -> Counter.builder("isobar.agent.refusals")
                                        .description("Attempts that the region refused.")
                                        .tag("region", label)
                                        .tag("reason", why.name())
                                        .register(registry))
                        .increment();
            }

            @Override
            public void launched() {
                launched.increment();
            }

            @Override
            public void launchFailed() {
                failed.increment();
            }
        };
    }

    private Counter counter(String name, String description, String region) {
        return Counter.builder(name)
                .description(description)
                .tag("region", region)
                .register(registry);
    }

    /** Shows how a region is; each is asked when the meters are read, on any thread. */
    void watch(
            RegionName region,
            BooleanSupplier registered,
            IntSupplier running,
            LongSupplier dials,
            LongSupplier registrations) {
        var of = sums.computeIfAbsent(label(region), this::register);
        of.registered().add(() -> registered.getAsBoolean() ? 1 : 0);
        of.running().add(running::getAsInt);
        of.dials().add(dials::getAsLong);
        of.registrations().add(registrations::getAsLong);
    }

    private Sums register(String label) {
        var of = new Sums();
        gauge(
                "isobar.agent.region.registered",
                "Regions of which the broker has the full report.",
                label,
                of.registered());
        gauge("isobar.agent.running.attempts", "Attempts that run.", label, of.running());
        var region = Tags.of("region", label);
        total("isobar.agent.dials", "How often a broker was dialled.", region, of.dials());
        total("isobar.agent.registrations", "How often a broker took the full report.", region, of.registrations());
        return of;
    }

    private void gauge(String name, String description, String label, List<DoubleSupplier> summands) {
        Gauge.builder(name, () -> sum(summands))
                .description(description)
                .tag("region", label)
                .register(registry);
    }

    private void total(String name, String description, Tags tags, List<DoubleSupplier> summands) {
        FunctionCounter.builder(name, summands, AgentMeters::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static double sum(List<DoubleSupplier> summands) {
        return summands.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
    }

    /** Shows what of the telemetry is lost. */
    void watch(LongSupplier dropped) {
        droppedBatches.add(dropped::getAsLong);
        total(
                "isobar.agent.telemetry.dropped.batches",
                "Batches of telemetry that were not sent in time, the oldest first.",
                Tags.empty(),
                droppedBatches);
    }

    /** Shows how many probes of others were turned away. */
    void watchProbes(LongSupplier probes) {
        turnedAway.add(probes::getAsLong);
        total(
                "isobar.agent.probes.turned.away",
                "Probes of others that the endpoint closed at once, as too many came.",
                Tags.empty(),
                turnedAway);
    }
}
