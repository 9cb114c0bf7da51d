package io.isobar.broker.telemetry.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.isobar.broker.resource.SeededCases;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is read from the bytes of a batch, against what the generated parser reads from them. */
class BatchScanTest {
    private static final int SOME = 4;

    private final Records scanned = new Records();
    private final BatchScan scan = new BatchScan(scanned);

    @Test
    void readsWhatAgentsWriteOldAndNew() {
        SeededCases.check(2_000, random -> {
            var batch = batch(random, true);
            assertThat(scan.read(batch.toByteArray())).as("%s", batch).isTrue();
            assertThat(rows(scanned)).isEqualTo(generated(batch));
        });
    }

    @Test
    void readsTheSameAsTheGeneratedParserOrLeavesItToThat() {
        var read = new int[2];
        SeededCases.check(20_000, random -> {
            var bytes = damaged(random, batch(random, random.nextInt(SOME) > 0).toByteArray());
            boolean isRead = scan.read(bytes);
            read[isRead ? 1 : 0]++;
            if (isRead) {
                assertThat(rows(scanned)).isEqualTo(generated(parsed(bytes)));
            }
        });
        assertThat(Math.min(read[0], read[1])).as("left, and read").isGreaterThan(2_000);
    }

    @Test
    void leavesMoreRecordsThanABatchMayHave() {
        var batch = TelemetryBatch.newBuilder();
        for (int i = 0; i < BatchReader.MOST_RECORDS; i++) {
            batch.addRecords(MetricRecord.newBuilder().setSequence(i));
        }
        assertThat(scan.read(batch.build().toByteArray())).isTrue();
        assertThat(rows(scanned)).isEqualTo(generated(batch.build()));

        batch.addRecords(MetricRecord.getDefaultInstance());
        assertThat(scan.read(batch.build().toByteArray())).isFalse();
    }

    private static TelemetryBatch parsed(byte[] bytes) {
        try {
            return TelemetryBatch.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError("read, and is no batch: " + broken.getMessage(), broken);
        }
    }

    private static List<List<Object>> generated(TelemetryBatch batch) {
        var records = new Records();
        records.take(batch);
        return rows(records);
    }

    private static List<List<Object>> rows(Records of) {
        var rows = new ArrayList<List<Object>>();
        rows.add(Arrays.asList(of.region, of.incarnation, of.sentAt));
        for (int i = 0; i < of.count; i++) {
            rows.add(Arrays.asList(
                    of.metric[i],
                    of.level[i],
                    of.source[i],
                    of.statistic[i],
                    of.unit[i],
                    of.value[i],
                    of.pool[i],
                    of.observed[i],
                    of.observedSeconds[i],
                    of.observedNanos[i],
                    of.sequence[i],
                    of.peer[i]));
        }
        return rows;
    }

    /** As it is, cut, with bytes changed, or with another or itself behind it: repeated fields, and messages in pieces. */
    private static byte[] damaged(RandomGenerator random, byte[] batch) {
        var bytes = batch.clone();
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1, 2 -> {
                for (int i = random.nextInt(SOME); i >= 0 && bytes.length > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            case 3 -> {
                var more = batch(random, random.nextBoolean()).toByteArray();
                bytes = Arrays.copyOf(bytes, bytes.length + more.length);
                System.arraycopy(more, 0, bytes, bytes.length - more.length, more.length);
            }
            case 4 ->
                bytes = TelemetryBatch.newBuilder()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        TelemetryBatch.RECORDS_FIELD_NUMBER,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(ByteString.copyFrom(damagedRecord(random)))
                                                .build())
                                .build())
                        .build()
                        .toByteArray();
            default -> {}
        }
        return bytes;
    }

    private static byte[] damagedRecord(RandomGenerator random) {
        var bytes = record(random, random.nextBoolean()).build().toByteArray();
        var twice = Arrays.copyOf(bytes, bytes.length * 2);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        int at = random.nextInt(twice.length + 1);
        if (at < twice.length && random.nextBoolean()) {
            twice[at] = (byte) random.nextInt();
        }
        return random.nextBoolean() ? twice : Arrays.copyOf(twice, at);
    }

    private static TelemetryBatch batch(RandomGenerator random, boolean ordinary) {
        var batch = TelemetryBatch.newBuilder().setRegion(text(random, ordinary));
        if (random.nextInt(SOME) > 0) {
            batch.setAgentIncarnation(text(random, ordinary));
        }
        if (random.nextInt(SOME) > 0) {
            batch.setSentAt(time(random, ordinary));
        }
        for (int i = random.nextInt(SOME); i > 0; i--) {
            batch.addRecords(record(random, ordinary));
        }
        if (random.nextInt(SOME) == 0) {
            batch.setUnknownFields(later(random, ordinary));
        }
        return batch.build();
    }

    private static MetricRecord.Builder record(RandomGenerator random, boolean ordinary) {
        var record = MetricRecord.newBuilder()
                .setMetricValue(random.nextInt(ordinary ? 300 : Integer.MAX_VALUE))
                .setLevelValue(random.nextInt(SOME))
                .setSourceValue(random.nextInt(SOME))
                .setStatisticValue(ordinary ? random.nextInt(7) : random.nextInt())
                .setUnit(text(random, ordinary))
                .setValue(random.nextInt(SOME) == 0 ? Double.NaN : random.nextDouble())
                .setSequence(ordinary ? SeededCases.magnitude(random) : random.nextLong());
        if (random.nextBoolean()) {
            record.setPool(text(random, ordinary));
        }
        if (random.nextBoolean()) {
            record.setPeer(text(random, ordinary));
        }
        if (random.nextInt(SOME) > 0) {
            record.setObservedAt(time(random, ordinary));
        }
        if (random.nextInt(SOME) == 0) {
            record.setWindow(
                    Duration.newBuilder().setSeconds(random.nextInt(1_000)).setNanos(random.nextInt(SOME)));
        }
        if (random.nextInt(SOME) == 0) {
            record.setQuantile(random.nextDouble());
        }
        if (random.nextInt(SOME) == 0) {
            record.setUnknownFields(later(random, ordinary));
        }
        return record;
    }

    private static Timestamp time(RandomGenerator random, boolean ordinary) {
        return Timestamp.newBuilder()
                .setSeconds(ordinary ? SeededCases.magnitude(random) : random.nextLong())
                .setNanos(ordinary ? random.nextInt(1_000_000_000) : random.nextInt())
                .build();
    }

    private static String text(RandomGenerator random, boolean ordinary) {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "n".repeat(random.nextInt(300));
            case 2 -> ordinary ? "By" : "größer 𝄞";
            default -> "pool-" + random.nextInt(20_000);
        };
    }

    /** Fields that this contract does not have; with {@code ordinary} no groups, which it has never had. */
    private static UnknownFieldSet later(RandomGenerator random, boolean ordinary) {
        var field = UnknownFieldSet.Field.newBuilder()
                .addVarint(SeededCases.magnitude(random))
                .addFixed32(random.nextInt())
                .addFixed64(random.nextLong())
                .addLengthDelimited(ByteString.copyFromUtf8(text(random, ordinary)));
        if (!ordinary && random.nextInt(SOME) == 0) {
            field.addGroup(later(random, true));
        }
        return UnknownFieldSet.newBuilder()
                .addField(ordinary ? 500 : 1 + random.nextInt(600), field.build())
                .build();
    }
}
