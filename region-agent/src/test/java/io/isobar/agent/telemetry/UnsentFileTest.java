package io.isobar.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsentFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("unsent");
    }

    private static TelemetryBatch batch(String incarnation, MetricRecord... records) {
        return TelemetryBatch.newBuilder()
                .setRegion("east")
                .setAgentIncarnation(incarnation)
                .setSentAt(Timestamp.newBuilder().setSeconds(1_000))
                .addAllRecords(List.of(records))
                .build();
    }

    private static MetricRecord failures(long count, long number) {
        return record(Metric.METRIC_LAUNCH_FAILURES, (double) count, number);
    }

    private static MetricRecord record(Metric metric, double value, long number) {
        return MetricRecord.newBuilder()
                .setMetric(metric)
                .setValue(value)
                .setSequence(number)
                .setObservedAt(Timestamp.newBuilder().setSeconds(900 + number))
                .build();
    }

    @Test
    void whatCountsEventsOutlivesTheAgentAsItWas() {
        UnsentFile first = UnsentFile.open(file);
        first.add(batch("a", failures(2, 7), failures(0, 8), record(Metric.METRIC_RUNNING_ATTEMPTS, 5, 9)));
        first.add(batch("a", record(Metric.METRIC_NODE_FAILURES, 1, 10)));
        assertThat(first.fromBefore()).as("it sends its own itself").isEmpty();

        UnsentFile second = UnsentFile.open(file);
        second.add(batch("b", failures(1, 1)));

        assertThat(second.fromBefore())
                .containsExactly(batch("a", failures(2, 7), record(Metric.METRIC_NODE_FAILURES, 1, 10)));
        assertThat(UnsentFile.open(file).fromBefore())
                .containsExactly(
                        batch("a", failures(2, 7), record(Metric.METRIC_NODE_FAILURES, 1, 10)),
                        batch("b", failures(1, 1)));
    }

    @Test
    void whatIsSentIsForgottenWithTheFile() {
        UnsentFile first = UnsentFile.open(file);
        first.add(batch("a", failures(2, 7), failures(1, 8)));

        UnsentFile second = UnsentFile.open(file);
        second.sent(batch("b", failures(2, 7)));
        second.sent(batch("a", failures(2, 7), record(Metric.METRIC_RUNNING_ATTEMPTS, 5, 9)));
        assertThat(second.fromBefore()).containsExactly(batch("a", failures(1, 8)));
        second.sent(batch("a", failures(1, 8)));

        assertThat(second.fromBefore()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void nothingIsWrittenWhereNothingHappened() {
        UnsentFile.open(file).add(batch("a", failures(0, 1), record(Metric.METRIC_CPU_UTILISATION, 0.5, 2)));

        assertThat(UnsentFile.open(file).fromBefore()).isEmpty();
    }

    @Test
    void onlySoManyAreKeptTheNewestHoweverLongNobodyTakesThem() throws IOException {
        UnsentFile kept = UnsentFile.open(file);
        for (int number = 1; number <= UnsentFile.MOST + 20; number++) {
            kept.add(batch("a", failures(1, number)));
        }

        var left = UnsentFile.open(file).fromBefore().getFirst();

        assertThat(left.getRecordsCount()).isEqualTo(UnsentFile.MOST);
        assertThat(left.getRecords(0).getSequence()).isEqualTo(21);
        assertThat(Files.size(file)).isLessThan(2 << 20);
    }

    @Test
    void whatStandsBeforeADamageIsReadAndWhatComesAfterItIsNotLost() throws IOException {
        UnsentFile first = UnsentFile.open(file);
        first.add(batch("a", failures(1, 1)));
        first.add(batch("a", failures(1, 2)));
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            UnsentFile second = UnsentFile.open(file);
            int before = second.fromBefore().stream()
                    .mapToInt(TelemetryBatch::getRecordsCount)
                    .sum();
            assertThat(before).as("cut at %d", length).isLessThan(2);
            second.add(batch("b", failures(1, 1)));
            assertThat(UnsentFile.open(file).fromBefore().getLast()).isEqualTo(batch("b", failures(1, 1)));
        }
        whole[whole.length - 3] ^= 1;
        Files.write(file, whole);
        assertThat(UnsentFile.open(file).fromBefore()).containsExactly(batch("a", failures(1, 1)));
    }
}
