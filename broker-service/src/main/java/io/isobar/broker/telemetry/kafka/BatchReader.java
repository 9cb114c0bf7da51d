package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.capacity.RegionName;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Reads records of the raw topic. Mutable; of one thread. */
final class BatchReader {
    static final int MOST_RECORDS = 10_000;

    private final Records records = new Records();
    private final BatchScan scan = new BatchScan(records);

    Batch read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            return new Batch.Poison(Batch.Reason.NOT_A_BATCH, "it has no value");
        }
        if (!scan.read(value)) {
            TelemetryBatch batch;
            try {
                batch = TelemetryBatch.parseFrom(value);
            } catch (InvalidProtocolBufferException broken) {
                return new Batch.Poison(Batch.Reason.NOT_A_BATCH, String.valueOf(broken.getMessage()));
            }
            records.take(batch);
        }
        var region = records.region;
        if (!RegionName.isName(region)) {
            return new Batch.Poison(
                    Batch.Reason.BAD_REGION,
                    "its region has a name of " + region.length() + " characters that is none");
        }
        if (key == null || !region.equals(new String(key, StandardCharsets.UTF_8))) {
            return new Batch.Poison(Batch.Reason.FOREIGN_KEY, "it is of region " + region + ", and its key is not");
        }
        if (records.count > MOST_RECORDS) {
            return new Batch.Poison(
                    Batch.Reason.TOO_MANY_RECORDS,
                    "it has " + records.count + " records, and " + MOST_RECORDS + " are allowed");
        }
        return new Batch.Good(records);
    }

    /** A good batch with some of its records only, those as they came. */
    static TelemetryBatch part(byte[] value, BitSet rows) {
        try {
            var batch = TelemetryBatch.parseFrom(value);
            var part = batch.toBuilder().clearRecords();
            rows.stream().forEach(row -> part.addRecords(batch.getRecords(row)));
            return part.build();
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("what was read is no batch: " + broken.getMessage(), broken);
        }
    }
}
