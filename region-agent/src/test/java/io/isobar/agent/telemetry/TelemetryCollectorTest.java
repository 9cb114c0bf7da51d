package io.isobar.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.simulated.ManualTime;
import io.isobar.agent.execution.Orders;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.probe.LinkReading;
import io.isobar.agent.probe.LinkReadings;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryCollectorTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

    private final ManualTime time = new ManualTime(T0);
    private final RegionCounters counters = new RegionCounters();
    private final AdmissionBook book = new AdmissionBook(0);
    private List<Measurement> measured = List.of();
    private TelemetryCollector collector;

    @BeforeEach
    void prepare() {
        book.look(Orders.INVENTORY);
        collector = new TelemetryCollector(
                new RegionName("here"), "incarnation", time, this::status, counters, () -> measured);
    }

    private RegionStatus status() {
        return new RegionStatus(
                time.instant(),
                List.of(book.observe(Orders.POOL, time.instant()).orElseThrow()),
                3,
                null);
    }

    private static MetricRecord find(TelemetryBatch batch, Metric metric) {
        return batch.getRecordsList().stream()
                .filter(entry -> entry.getMetric() == metric)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsWhatIsAllocatedOfEachPool() {
        book.admit(Orders.id("w", 1), Orders.order("w", 1).demand());

        MetricRecord allocation = find(collector.collect(), Metric.METRIC_ACCELERATOR_ALLOCATION);

        assertThat(allocation.getValue()).isEqualTo(0.25);
        assertThat(allocation.getPool()).isEqualTo("a100");
        assertThat(allocation.getUnit()).isEqualTo("1");
        assertThat(WireTime.instant(allocation.getObservedAt())).isEqualTo(T0);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        TelemetryBatch batch = collector.collect();

        assertThat(batch.getRecordsList())
                .extracting(MetricRecord::getMetric)
                .doesNotContain(Metric.METRIC_CPU_UTILISATION, Metric.METRIC_MEMORY_USED, Metric.METRIC_START_LATENCY);
    }

    @Test
    void marksEstimatesAndCarriesTheirTime() {
        measured = List.of(new Measurement(Measurement.Quantity.CPU_UTILISATION, 0.5, false, T0.minusSeconds(3)));

        MetricRecord cpu = find(collector.collect(), Metric.METRIC_CPU_UTILISATION);

        assertThat(cpu.getSource()).isEqualTo(MetricSource.METRIC_SOURCE_ESTIMATED);
        assertThat(WireTime.instant(cpu.getObservedAt())).isEqualTo(T0.minusSeconds(3));
    }

    @Test
    void numbersRecordsWithoutGapsAndCountsOverTheTimeBetween() {
        TelemetryBatch first = collector.collect();
        time.pass(Duration.ofSeconds(5));
        TelemetryBatch second = collector.collect();

        long sequence = 0;
        for (TelemetryBatch batch : List.of(first, second)) {
            for (MetricRecord entry : batch.getRecordsList()) {
                assertThat(entry.getSequence()).isEqualTo(++sequence);
            }
        }
        MetricRecord failures = find(second, Metric.METRIC_LAUNCH_FAILURES);
        assertThat(WireTime.duration(failures.getWindow())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void tellsEachReadingOfALinkOnceWithItsPeer() {
        LinkReadings links = new LinkReadings();
        collector = new TelemetryCollector(
                new RegionName("here"), "incarnation", time, this::status, counters, () -> measured, links::take);
        links.add(new LinkReading("west", LinkReading.Quantity.ROUND_TRIP, 0.02, 0.019, 0.025, T0.minusSeconds(2)));
        links.add(new LinkReading("west", LinkReading.Quantity.BANDWIDTH, 8e8, 8e8, 8e8, T0.minusSeconds(1)));

        List<MetricRecord> told = collector.collect().getRecordsList().stream()
                .filter(MetricRecord::hasPeer)
                .toList();

        assertThat(told).allSatisfy(entry -> {
            assertThat(entry.getPeer()).isEqualTo("west");
            assertThat(entry.getSource()).isEqualTo(MetricSource.METRIC_SOURCE_MEASURED);
            assertThat(entry.hasPool()).isFalse();
        });
        assertThat(told).extracting(MetricRecord::getValue).containsExactly(0.02, 0.019, 0.025, 8e8);
        assertThat(told).extracting(MetricRecord::getUnit).containsExactly("s", "s", "s", "bit/s");
        assertThat(WireTime.instant(told.getFirst().getObservedAt())).isEqualTo(T0.minusSeconds(2));
        assertThat(collector.collect().getRecordsList()).noneMatch(MetricRecord::hasPeer);
    }

    @Test
    void summarisesLatencies() {
        LatencySummary summary = LatencySummary.of(
                List.of(Duration.ofMillis(300), Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1)));

        assertThat(summary).isEqualTo(new LatencySummary(0.4, 0.2, 1.0, 1.0));
    }
}
