package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Telemetry over Kafka, from an agent to what the broker shows. */
public interface TelemetryContract {
    Instant NOON = Instant.parse("2025-11-25T12:00:00Z");

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
            awaitFigure(link, "ordered", 0);
            var seen = new ArrayList<Double>();
            for (int i = 0; i < 1_000; i += 50) {
                for (int j = i; j < i + 50; j++) {
                    link.send(batch("ordered", j / 1_000.0, NOON.plusSeconds(1 + j)));
                }
                double last = (i + 49) / 1_000.0;
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> value(link, "ordered") == last);
                seen.add(value(link, "ordered"));
            }
            assertThat(seen).isSorted().endsWith(0.999);
        }
    }

    @Test
    default void countsOnceWhatComesTwiceAlsoWhereAnotherReplicaTakesOver() {
        try (var first = new TelemetryLink(bootstrapServers())) {
            awaitFigure(first, "repeated", 0.25);
            first.send(batch("repeated", 0.25, NOON));
            first.send(batch("repeated", 0.75, NOON.plusSeconds(5)));
            awaitCount(first, "repeated", 2);
        }
        try (var second = new TelemetryLink(bootstrapServers())) {
            awaitCount(second, "repeated", 2);
            // Only one of the two comes again: had the second replica no state of the first, it would count two.
            second.send(batch("repeated", 0.25, NOON));
            second.send(batch("repeated", 0.5, NOON.plusSeconds(65)));
            var figure = awaitCount(second, "repeated", 3);

            assertThat(figure.value()).isEqualTo(0.5);
            var sliding = Objects.requireNonNull(figure.sliding());
            assertThat(sliding.minimum()).isEqualTo(0.25);
            assertThat(sliding.maximum()).isEqualTo(0.75);
            assertThat(sliding.mean()).isEqualTo(0.5);
            assertThat(Objects.requireNonNull(figure.minute()).count()).isEqualTo(1);
        }
    }

    @Test
    default void setsPoisonAsideWithItsReasonAndGoesOn() throws Exception {
        var poison = "no batch at all".getBytes(StandardCharsets.UTF_8);
        try (var link = new TelemetryLink(bootstrapServers());
                var raw = new RawKafka(bootstrapServers())) {
            awaitFigure(link, "poisoned", 0.25);
            raw.send(TelemetryTopics.RAW, "poisoned", poison);
            link.send(batch("poisoned", 0.5, NOON.plusSeconds(1)));
            awaitCount(link, "poisoned", 2);

            var letter = raw.await(TelemetryTopics.DEAD_LETTERS, "poisoned");
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(letter.headers().lastHeader("isobar.reason").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("not-a-batch");
            assertThat(letter.headers().lastHeader("isobar.topic").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(TelemetryTopics.RAW);
        }
    }

    /** Until so many records are counted in the ten minutes that end with the newest. */
    static Figure awaitCount(TelemetryLink link, String region, long count) {
        return Awaitility.await(count + " records of " + region)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> link.figures(region),
                        figures -> figures.stream().anyMatch(figure -> count(figure) == count))
                .getFirst();
    }

    private static long count(Figure figure) {
        var sliding = figure.sliding();
        return sliding == null ? 0 : sliding.count();
    }

    /** What an agent cannot send in time is dropped; so the same record is sent until its figure is there. */
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
