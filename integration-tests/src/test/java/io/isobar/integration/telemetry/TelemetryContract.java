package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Telemetry over Kafka, from an agent to what the broker shows. */
public interface TelemetryContract {
    Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    String bootstrapServers();

    @Test
    default void showsWhatAnAgentMeasuredWithItsTime() {
        try (var link = new TelemetryLink(bootstrapServers())) {
            var figure = awaitFigure(link, "measured", 0.25);

            assertThat(figure.quantity()).isEqualTo(Quantity.CPU_UTILISATION);
            assertThat(figure.source()).isEqualTo(MetricSource.METRIC_SOURCE_MEASURED_VALUE);
            assertThat(figure.observedAt()).isEqualTo(NOON);
            assertThat(figure.receivedAt()).isAfter(NOON.minus(Duration.ofDays(3650)));
        }
    }

    @Test
    default void keepsTheRegionsApart() {
        try (var link = new TelemetryLink(bootstrapServers())) {
            awaitFigure(link, "east", 0.5);
            awaitFigure(link, "west", 0.75);

            assertThat(link.figures("east")).map(Figure::value).containsExactly(0.5);
            assertThat(link.figures("nowhere")).isEmpty();
        }
    }

    @Test
    default void keepsAnOrderOfAThousandFiguresOfOneRegion() {
        try (var link = new TelemetryLink(bootstrapServers())) {
            awaitFigure(link, "ordered", -1);
            var seen = new ArrayList<Double>();
            for (int i = 0; i < 1_000; i += 50) {
                for (int j = i; j < i + 50; j++) {
                    link.send(batch("ordered", j, NOON.plusSeconds(1 + j)));
                }
                double last = i + 49;
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> value(link, "ordered") == last);
                seen.add(value(link, "ordered"));
            }
            assertThat(seen).isSorted().endsWith(999.0);
        }
    }

    /** The reader begins at what is young when it starts; so the same figure is sent until it is there. */
    static Figure awaitFigure(TelemetryLink link, String region, double value) {
        return Awaitility.await("a figure of " + region)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            link.send(batch(region, value, NOON));
                            return link.figures(region);
                        },
                        (List<Figure> figures) -> !figures.isEmpty())
                .getFirst();
    }

    private static double value(TelemetryLink link, String region) {
        return link.figures(region).getFirst().value();
    }

    static TelemetryBatch batch(String region, double value, Instant at) {
        return TelemetryBatch.newBuilder()
                .setRegion(region)
                .setAgentIncarnation("test")
                .addRecords(MetricRecord.newBuilder()
                        .setMetric(Metric.METRIC_CPU_UTILISATION)
                        .setLevel(MetricLevel.METRIC_LEVEL_L0)
                        .setSource(MetricSource.METRIC_SOURCE_MEASURED)
                        .setStatistic(Statistic.STATISTIC_CURRENT)
                        .setUnit("1")
                        .setValue(value)
                        .setObservedAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
                        .setSequence(at.getEpochSecond()))
                .build();
    }
}
