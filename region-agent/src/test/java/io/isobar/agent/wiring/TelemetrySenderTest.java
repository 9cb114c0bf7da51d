package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.probe.LinkReading;
import io.isobar.agent.telemetry.TelemetryCollector;
import io.isobar.agent.telemetry.UnsentFile;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TelemetrySenderTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration EVERY = Duration.ofMillis(1);

    @TempDir
    Path folder;

    /** Measured once, which is rare enough to be worth keeping. */
    private final List<LinkReading> measured =
            new ArrayList<>(List.of(new LinkReading("peer", LinkReading.Quantity.BANDWIDTH, 8e8, 8e8, 8e8, NOON)));

    private TelemetrySender sender(String incarnation) {
        var region = new RegionName("east");
        return new TelemetrySender(
                region,
                new TelemetryCollector(
                        region,
                        incarnation,
                        () -> NOON,
                        () -> new RegionStatus(NOON, List.of(), 0, null),
                        new RegionCounters(),
                        List::of,
                        () -> {
                            var taken = List.copyOf(measured);
                            measured.clear();
                            return taken;
                        }),
                UnsentFile.open(folder.resolve("unsent")));
    }

    private static boolean saysBandwidth(TelemetryBatch batch) {
        return batch.getRecordsList().stream().anyMatch(entry -> entry.getMetric() == Metric.METRIC_LINK_BANDWIDTH);
    }

    @Test
    void whatOneAgentCouldNotSendTheNextOneSendsFirstUntilItIsTaken() throws InterruptedException {
        var closed = new CountDownLatch(1);
        sender("first").run(EVERY, closed, batch -> closed.countDown());

        var given = new ArrayList<TelemetryBatch>();
        var second = sender("second");
        var over = new CountDownLatch(1);
        second.run(EVERY, over, batch -> {
            given.add(batch);
            if (given.size() == TelemetrySender.REPEATED_EVERY + 2) {
                second.sent(batch);
            }
            if (given.size() == 3 * TelemetrySender.REPEATED_EVERY) {
                over.countDown();
            }
        });

        assertThat(second.await(Duration.ZERO)).isTrue();
        var before = given.stream()
                .filter(batch -> batch.getAgentIncarnation().equals("first"))
                .toList();
        assertThat(before).hasSize(2).containsOnly(given.getFirst());
        assertThat(given.getFirst()).matches(TelemetrySenderTest::saysBandwidth);
        assertThat(UnsentFile.open(folder.resolve("unsent")).fromBefore()).isEmpty();
    }

    @Test
    void whatWasMeasuredBetweenTheLastBatchAndTheEndIsForTheNextAgent() throws InterruptedException {
        var closed = new CountDownLatch(1);
        closed.countDown();
        sender("first").run(EVERY, closed, batch -> {
            throw new AssertionError("nothing is sent any more");
        });

        assertThat(UnsentFile.open(folder.resolve("unsent")).fromBefore())
                .singleElement()
                .matches(TelemetrySenderTest::saysBandwidth);
    }
}
