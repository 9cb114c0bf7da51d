package io.isobar.broker.metrics;

import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.leader.Snapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How regions are. What is shown is computed when it is read, at most once a second: a scrape reads thousands of gauges. */
final class RegionMeters {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final MeterRegistry registry;
    private final RegionLabels labels;
    private final InstantSource clock;
    private final Set<String> shown = new HashSet<>();
    private @Nullable Supplier<Snapshot> now;
    private volatile Figures figures = new Figures(Instant.MIN, Map.of());

    /** Of one value of the label: a region, or all others together. */
    private static final class Figure {
        private @Nullable Instant oldest;
        private @Nullable ClockOffset clock;
        private boolean connected = true;
        private int live;
    }

    private record Figures(Instant freshUntil, Map<String, Figure> byLabel) {}

    RegionMeters(MeterRegistry registry, RegionLabels labels, InstantSource clock) {
        this.registry = registry;
        this.labels = labels;
        this.clock = clock;
    }

    void leads(Supplier<Snapshot> source) {
        now = source;
        Gauge.builder(
                        "isobar.regions",
                        source,
                        known -> known.get().view().regions().size())
                .description("Regions that are known, connected or not.")
                .strongReference(true)
                .register(registry);
        source.get().view().regions().forEach(region -> see(region.name()));
    }

    /** Makes the gauges of a region the first time it is seen. */
    void see(RegionName region) {
        var source = now;
        var label = labels.of(region);
        if (source != null && shown.add(label)) {
            gauge(
                    "isobar.region.connected",
                    "1: the region is connected, 0: it is not; of others 0 if one is not.",
                    null,
                    label,
                    source,
                    figure -> figure.connected ? 1 : 0);
            gauge(
                    "isobar.region.capacity.age",
                    "How long ago the pool of the region was looked at that was not for longest; NaN while there is none.",
                    "seconds",
                    label,
                    source,
                    this::age);
            gauge(
                    "isobar.region.clock.offset",
                    "Clock of the region's agent less the broker's, as keep-alives show it; of others the one furthest off; NaN: not measured.",
                    "seconds",
                    label,
                    source,
                    figure -> figure.clock == null ? Double.NaN : seconds(figure.clock.ahead()));
            gauge(
                    "isobar.region.clock.uncertainty",
                    "What the offset may be off by, either way; NaN: not measured.",
                    "seconds",
                    label,
                    source,
                    figure -> figure.clock == null ? Double.NaN : seconds(figure.clock.uncertainty()));
            gauge(
                    "isobar.attempts.live",
                    "Attempts that are not over, by region.",
                    null,
                    label,
                    source,
                    figure -> figure.live);
        }
    }

    private void gauge(
            String name,
            String description,
            @Nullable String unit,
            String label,
            Supplier<Snapshot> source,
            ToDoubleFunction<Figure> value) {
        Gauge.builder(name, () -> {
                    var figure = at(source).get(label);
                    return figure == null ? Double.NaN : value.applyAsDouble(figure);
                })
                .description(description)
                .baseUnit(unit)
                .tag("region", label)
                .register(registry);
    }

    private double age(Figure figure) {
        return figure.oldest == null
                ? Double.NaN
                : Math.max(0, Duration.between(figure.oldest, clock.instant()).toMillis() / 1_000.0);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static @Nullable ClockOffset furthest(@Nullable ClockOffset one, @Nullable ClockOffset other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.ahead().abs().compareTo(other.ahead().abs()) >= 0 ? one : other;
    }

    private Map<String, Figure> at(Supplier<Snapshot> source) {
        var known = figures;
        var time = clock.instant();
        if (!time.isBefore(known.freshUntil())) {
            known = new Figures(time.plus(FRESH), figuresOf(source.get()));
            figures = known;
        }
        return known.byLabel();
    }

    private Map<String, Figure> figuresOf(Snapshot snapshot) {
        var byLabel = new HashMap<String, Figure>();
        FederationView view = snapshot.view();
        for (var region : view.regions()) {
            var figure = byLabel.computeIfAbsent(labels.known(region.name()), label -> new Figure());
            figure.connected &= region.link() == Link.CONNECTED;
            figure.clock = furthest(figure.clock, region.clock());
            figure.live += snapshot.liveByRegion().getOrDefault(region.name(), 0);
        }
        for (var pool : view.pools()) {
            var figure = byLabel.computeIfAbsent(labels.known(pool.key().region()), label -> new Figure());
            if (figure.oldest == null || pool.observedAt().isBefore(figure.oldest)) {
                figure.oldest = pool.observedAt();
            }
        }
        return byLabel;
    }
}
