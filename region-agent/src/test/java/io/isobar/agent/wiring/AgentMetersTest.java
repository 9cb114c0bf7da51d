package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.RegionName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the agent shows: as docs/metrics.md says, bounded. */
class AgentMetersTest {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AgentMeters meters = new AgentMeters(registry);
    private long dropped;

    @Test
    void theDocumentNamesEveryMeterWithItsTypeAndLabels() throws IOException {
        meters.watch(() -> dropped);
        meters.watchProbes(() -> 2);
        region("east");

        var inRegistry = new TreeMap<String, String>();
        for (var meter : registry.getMeters()) {
            inRegistry.put(nameOf(meter), typeOf(meter) + " " + labelsOf(meter));
        }
        assertThat(inDocument()).isEqualTo(inRegistry);
    }

    /** A registry holds what it asks only weakly. */
    @Test
    void goesOnCountingAfterTheGarbageIsCollected() {
        meters.watch(() -> dropped);
        var garbage = new WeakReference<>(new Object());
        while (garbage.get() != null) {
            System.gc();
        }

        dropped = 7;

        assertThat(registry.get("isobar.agent.telemetry.dropped.batches")
                        .functionCounter()
                        .count())
                .isEqualTo(7);
    }

    @Test
    void tenThousandRegionsHaveAThousandLabelsAndOneThatSumsUpTheOthers() {
        for (int i = 0; i < 10_000; i++) {
            region("r-" + i);
        }

        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getTag("region"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .hasSize(AgentMeters.MOST + 1);
        assertThat(registry.get("isobar.agent.refusals")
                        .tag("region", "other")
                        .counter()
                        .count())
                .isEqualTo(9_000);
        assertThat(registry.get("isobar.agent.running.attempts")
                        .tag("region", "other")
                        .gauge()
                        .value())
                .isEqualTo(27_000);
        assertThat(registry.get("isobar.agent.running.attempts")
                        .tag("region", "r-999")
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    private void region(String name) {
        var region = new RegionName(name);
        var observer = meters.of(region);
        observer.admitted();
        observer.refused(Reason.INSUFFICIENT_CAPACITY);
        observer.launched();
        observer.launchFailed();
        meters.watch(region, () -> true, () -> 3, () -> 2, () -> 1);
    }

    private static boolean isGauge(Meter meter) {
        return meter.getId().getType() == Meter.Type.GAUGE;
    }

    private static String nameOf(Meter meter) {
        return meter.getId().getName().replace('.', '_') + (isGauge(meter) ? "" : "_total");
    }

    private static String typeOf(Meter meter) {
        return isGauge(meter) ? "gauge" : "counter";
    }

    private static String labelsOf(Meter meter) {
        return meter.getId().getTags().stream()
                .map(tag -> tag.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> inDocument() throws IOException {
        var meters = new TreeMap<String, String>();
        for (var line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| `isobar_agent_")) {
                var cells = line.split("\\|", -1);
                meters.put(
                        cells[1].strip().replace("`", ""),
                        cells[2].strip() + " " + cells[3].strip().replace("`", ""));
            }
        }
        return meters;
    }
}
