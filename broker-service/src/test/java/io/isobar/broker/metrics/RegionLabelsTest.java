package io.isobar.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.leader.Snapshot;
import io.isobar.broker.samples.Pools;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown of ten thousand regions. */
class RegionLabelsTest {
    private static final int REGIONS = 10_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RegionMeters meters = new RegionMeters(registry, new RegionLabels(), () -> Pools.NOW);

    @Test
    void tenThousandRegionsHaveAThousandLabelsAndOne() {
        meters.leads(RegionLabelsTest::federation);

        var values = registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("region"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        assertThat(values).hasSize(RegionLabels.MOST + 1).contains("r-0", "r-999", "other");
        assertThat(registry.getMeters().stream().map(Meter::getId).distinct().count())
                .isEqualTo(5L * (RegionLabels.MOST + 1) + 1);
    }

    @Test
    void othersAreCountedTogetherAndAreAsGoodAsTheWorstOfThem() {
        meters.leads(RegionLabelsTest::federation);

        assertThat(value("isobar.attempts.live", "r-7")).isEqualTo(2);
        assertThat(value("isobar.attempts.live", "other")).isEqualTo(2.0 * (REGIONS - RegionLabels.MOST));
        assertThat(value("isobar.region.connected", "r-7")).isEqualTo(1);
        assertThat(value("isobar.region.connected", "other")).isZero();
        assertThat(value("isobar.region.capacity.age", "r-7")).isNaN();
    }

    private double value(String name, String region) {
        return registry.get(name).tag("region", region).gauge().value();
    }

    /** The last one is not connected. */
    private static Snapshot federation() {
        var regions = IntStream.range(0, REGIONS)
                .mapToObj(i -> new RegionView(
                        Pools.region("r-" + i),
                        i == REGIONS - 1 ? Link.SUSPECT : Link.CONNECTED,
                        null,
                        Pools.NOW,
                        Pools.NOW,
                        null,
                        null))
                .toList();
        Map<RegionName, Integer> live = new HashMap<>();
        regions.forEach(region -> live.put(region.name(), 2));
        return new Snapshot(
                new FederationView(1, regions, List.of()), List.of(), Map.of(), new Snapshot.States(0, 0, 0, 0), live);
    }
}
