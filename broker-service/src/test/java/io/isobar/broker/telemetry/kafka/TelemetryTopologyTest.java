package io.isobar.broker.telemetry.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSignal;
import io.isobar.proto.telemetry.v1.Signal;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topology as it runs, without a Kafka under it: time is the driver's. */
class TelemetryTopologyTest {
    private static final Instant NOON = Instant.parse("2025-11-25T12:00:00Z");

    private final TelemetryCounts counts = new TelemetryCounts();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            TelemetryTopology.of(counts), TelemetryTopology.settings("localhost:1"), NOON.plusSeconds(30));
    private final TestInputTopic<String, byte[]> raw =
            driver.createInputTopic(TelemetryTopics.RAW, new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, byte[]> signals =
            driver.createOutputTopic(TelemetryTopics.SIGNALS, new StringDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<String, byte[]> deadLetters = driver.createOutputTopic(
            TelemetryTopics.DEAD_LETTERS, new StringDeserializer(), new ByteArrayDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void saysWhatAPoolAddsUpToAtTheNextBeat() throws InvalidProtocolBufferException {
        raw.pipeInput("east", batch(utilisation("a100", 0.25, 1)));
        raw.pipeInput("east", batch(utilisation("a100", 0.75, 2)));
        assertThat(signals.isEmpty()).isTrue();

        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var signal = Objects.requireNonNull(latest().get("east/a100"));
        assertThat(signal.getRegion()).isEqualTo("east");
        assertThat(signal.getPool()).isEqualTo("a100");
        var metric = only(signal);
        assertThat(metric.getLast()).isEqualTo(0.75);
        assertThat(metric.getSliding().getMean()).isEqualTo(0.5);
        assertThat(metric.getMinute().getCount()).isEqualTo(2);
        assertThat(metric.getMinute().hasSum()).as("a share has no sum").isFalse();
    }

    @Test
    void whatComesTwiceCountsOnce() throws InvalidProtocolBufferException {
        var same = batch(utilisation("a100", 0.25, 1), utilisation("a100", 0.75, 2));
        raw.pipeInput("east", same);
        raw.pipeInput("east", same);
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        assertThat(only(Objects.requireNonNull(latest().get("east/a100")))
                        .getSliding()
                        .getCount())
                .isEqualTo(2);
        assertThat(counts.judged(Verdict.DUPLICATE)).isEqualTo(2);
        assertThat(counts.judged(Verdict.TAKEN)).isEqualTo(2);
        assertThat(deadLetters.isEmpty()).as("a duplicate is no fault").isTrue();
    }

    @Test
    void whatIsCommittedIsInTheStore() {
        raw.pipeInput("east", batch(utilisation("a100", 0.25, 1), utilisation("a100", 0.75, 70)));

        // The driver commits after each record.
        var store = (CommitStore) driver.getStateStore(TelemetryProcessor.STORE);
        try (var all = store.held().all()) {
            assertThat(all).toIterable().extracting(entry -> entry.key).containsExactly("east/a100/0", "east/a100/1");
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAsItCameAndTheRestGoesOn() throws InvalidProtocolBufferException {
        var noise = "no batch".getBytes(StandardCharsets.UTF_8);
        raw.pipeInput("east", batch(utilisation("a100", 0.25, 1)));
        raw.pipeInput("east", noise);
        raw.pipeInput("west", batch(utilisation("a100", 0.5, 2)));
        raw.pipeInput("east", (byte[]) null);
        raw.pipeInput("east", batch(utilisation("a100", 0.75, 3)));
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var letters = deadLetters.readRecordsToList();
        assertThat(letters)
                .extracting(letter -> header(letter, "isobar.reason"))
                .containsExactly("not-a-batch", "foreign-key", "not-a-batch");
        assertThat(letters)
                .extracting(letter -> header(letter, "isobar.offset"))
                .containsExactly("1", "2", "3");
        assertThat(letters.getFirst().key()).isEqualTo("east");
        assertThat(letters.getFirst().value()).isEqualTo(noise);
        assertThat(counts.poisoned()).isEqualTo(3);
        assertThat(only(Objects.requireNonNull(latest().get("east/a100")))
                        .getSliding()
                        .getCount())
                .isEqualTo(2);
    }

    @Test
    void onlyTheWrongRecordsOfAGoodBatchAreSetAside() throws InvalidProtocolBufferException {
        var wrong = utilisation("a100", 1.5, 2);
        raw.pipeInput("east", batch(utilisation("a100", 0.25, 1), wrong));
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var letter = deadLetters.readRecord();
        assertThat(header(letter, "isobar.reason")).isEqualTo("above-one");
        assertThat(TelemetryBatch.parseFrom(letter.value()).getRecordsList()).containsExactly(wrong);
        assertThat(only(Objects.requireNonNull(latest().get("east/a100"))).getLast())
                .isEqualTo(0.25);
    }

    @Test
    void saysWhatWasMeasuredOfAWayUnderANameThatNoPoolHas() throws InvalidProtocolBufferException {
        raw.pipeInput(
                "east", batch(roundTrip("west", 0.030, 1), roundTrip("west", 0.020, 2), utilisation("west", 0.5, 3)));
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var told = latest();
        assertThat(told).containsOnlyKeys("east/>west", "east/west");
        var signal = Objects.requireNonNull(told.get("east/>west"));
        assertThat(signal.getPeer()).isEqualTo("west");
        assertThat(signal.getPool())
                .as("an older reader does not take it for the region")
                .isEqualTo(">west");
        var metric = only(signal);
        assertThat(metric.getLast()).isEqualTo(0.020);
        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getValidity().getSeconds()).isEqualTo(300);
        assertThat(metric.getSliding().getMaximum()).isEqualTo(0.030);
    }

    @Test
    void wrongRecordsOfWaysAreSetAsideWithTheirReasons() throws InvalidProtocolBufferException {
        assertThat(reasonFor(roundTrip("west", Double.NaN, 1))).isEqualTo("not-finite");
        assertThat(reasonFor(roundTrip("west", -0.01, 2))).isEqualTo("negative");
        assertThat(reasonFor(roundTrip("west", 0, 3))).isEqualTo("out-of-range");
        assertThat(reasonFor(roundTrip("west", 61, 4))).isEqualTo("out-of-range");
        assertThat(reasonFor(roundTrip("west", 0.01, 5).toBuilder()
                        .setMetric(Metric.METRIC_LINK_BANDWIDTH)
                        .setUnit("bit/s")
                        .setValue(1e16)
                        .build()))
                .isEqualTo("out-of-range");
        assertThat(reasonFor(
                        roundTrip("west", 0.01, 6).toBuilder().setUnit("ms").build()))
                .isEqualTo("wrong-unit");
        assertThat(reasonFor(roundTrip("East!", 0.01, 7))).isEqualTo("bad-peer");
        assertThat(reasonFor(roundTrip("east", 0.01, 8))).as("itself").isEqualTo("bad-peer");
        assertThat(reasonFor(roundTrip("west", 0.01, 9).toBuilder().clearPeer().build()))
                .isEqualTo("bad-peer");
        assertThat(reasonFor(
                        roundTrip("west", 0.01, 10).toBuilder().setPool("a100").build()))
                .isEqualTo("bad-peer");
        assertThat(reasonFor(
                        utilisation("a100", 0.5, 11).toBuilder().setPeer("west").build()))
                .isEqualTo("bad-peer");
        assertThat(reasonFor(utilisation(">west", 0.5, 12))).isEqualTo("bad-pool");
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);
        assertThat(signals.isEmpty()).as("none of them is told").isTrue();
    }

    private String reasonFor(MetricRecord record) {
        raw.pipeInput("east", batch(record));
        return header(deadLetters.readRecord(), "isobar.reason");
    }

    private static MetricRecord roundTrip(String peer, double seconds, long number) {
        return utilisation("", seconds, number).toBuilder()
                .clearPool()
                .setMetric(Metric.METRIC_LINK_ROUND_TRIP)
                .setUnit("s")
                .setPeer(peer)
                .build();
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsReasonAndSpoilsNoSum() throws InvalidProtocolBufferException {
        raw.pipeInput(
                "east",
                batch(
                        utilisation("a100", Double.NaN, 1),
                        utilisation("a100", Double.POSITIVE_INFINITY, 2),
                        utilisation("a100", Double.NEGATIVE_INFINITY, 3),
                        utilisation("a100", 0.5, 4)));
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var letter = deadLetters.readRecord();
        assertThat(header(letter, "isobar.reason")).isEqualTo("not-finite");
        assertThat(TelemetryBatch.parseFrom(letter.value()).getRecordsCount()).isEqualTo(3);
        assertThat(counts.judged(Verdict.NOT_FINITE)).isEqualTo(3);
        var metric = only(Objects.requireNonNull(latest().get("east/a100")));
        assertThat(metric.getLast()).isEqualTo(0.5);
        assertThat(metric.getSliding().getMean()).isEqualTo(0.5);
    }

    @Test
    void partsOfOneStatisticWithoutNumbersAreNotTakenForRepetitions() throws InvalidProtocolBufferException {
        var mean = utilisation("a100", 0.5, 0);
        raw.pipeInput(
                "east",
                batch(
                        mean,
                        mean.toBuilder()
                                .setValue(0.1)
                                .setStatistic(Statistic.STATISTIC_MINIMUM)
                                .build(),
                        mean.toBuilder()
                                .setValue(0.9)
                                .setStatistic(Statistic.STATISTIC_MAXIMUM)
                                .build()));
        driver.advanceWallClockTime(TelemetryProcessor.BEAT);

        var sliding = only(Objects.requireNonNull(latest().get("east/a100"))).getSliding();
        assertThat(sliding.getCount()).isEqualTo(1);
        assertThat(sliding.getMinimum()).isEqualTo(0.1);
        assertThat(sliding.getMaximum()).isEqualTo(0.9);
    }

    @Test
    void aPoolOfWhichNothingIsHeardLeavesStateAndSignals() throws InvalidProtocolBufferException {
        raw.pipeInput("east", batch(utilisation("a100", 0.25, 1)));
        driver.advanceWallClockTime(Duration.ofMinutes(30));
        assertThat(latest()).containsKey("east/a100");
        assertThat(counts.pools()).isEqualTo(1);

        driver.advanceWallClockTime(Duration.ofMinutes(31));

        assertThat(signals.readKeyValue()).satisfies(gone -> {
            assertThat(gone.key).isEqualTo("east/a100");
            assertThat(gone.value).isNull();
        });
        assertThat(counts.pools()).isZero();
        var store = (CommitStore) driver.getStateStore(TelemetryProcessor.STORE);
        try (var left = store.held().all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    private static MetricRecord utilisation(String pool, double value, long sequence) {
        return MetricRecord.newBuilder()
                .setMetric(Metric.METRIC_CPU_UTILISATION)
                .setPool(pool)
                .setUnit("1")
                .setValue(value)
                .setObservedAt(Timestamp.newBuilder().setSeconds(NOON.getEpochSecond() + sequence))
                .setSequence(sequence)
                .build();
    }

    private static byte[] batch(MetricRecord... records) {
        var batch = TelemetryBatch.newBuilder().setRegion("east").setAgentIncarnation("first");
        for (var record : records) {
            batch.addRecords(record);
        }
        return batch.build().toByteArray();
    }

    private Map<String, Signal> latest() throws InvalidProtocolBufferException {
        var latest = new HashMap<String, Signal>();
        for (var said : signals.readKeyValuesToList()) {
            latest.put(said.key, Signal.parseFrom(said.value));
        }
        return latest;
    }

    private static MetricSignal only(Signal signal) {
        assertThat(signal.getMetricsList()).hasSize(1);
        return signal.getMetrics(0);
    }

    private static String header(TestRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
