package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.capacity.RegionName;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A record of the raw topic, read. */
sealed interface Batch {
    int MOST_RECORDS = 10_000;

    /** Of the region that is its key. */
    record Good(TelemetryBatch batch) implements Batch {}

    /** Nothing of it can be used. */
    record Poison(Reason reason, String detail) implements Batch {}

    /** Why, as the header of the dead letter has it. */
    enum Reason {
        NOT_A_BATCH("not-a-batch"),
        BAD_REGION("bad-region"),
        FOREIGN_KEY("foreign-key"),
        TOO_MANY_RECORDS("too-many-records");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Batch read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            return new Poison(Reason.NOT_A_BATCH, "it has no value");
        }
        TelemetryBatch batch;
        try {
            batch = TelemetryBatch.parseFrom(value);
        } catch (InvalidProtocolBufferException broken) {
            return new Poison(Reason.NOT_A_BATCH, String.valueOf(broken.getMessage()));
        }
        var region = batch.getRegion();
        if (!RegionName.isName(region)) {
            return new Poison(
                    Reason.BAD_REGION, "its region has a name of " + region.length() + " characters that is none");
        }
        if (key == null || !region.equals(new String(key, StandardCharsets.UTF_8))) {
            return new Poison(Reason.FOREIGN_KEY, "it is of region " + region + ", and its key is not");
        }
        if (batch.getRecordsCount() > MOST_RECORDS) {
            return new Poison(
                    Reason.TOO_MANY_RECORDS,
                    "it has " + batch.getRecordsCount() + " records, and " + MOST_RECORDS + " are allowed");
        }
        return new Good(batch);
    }
}
