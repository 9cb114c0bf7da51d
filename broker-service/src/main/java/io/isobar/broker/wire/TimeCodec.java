package io.isobar.broker.wire;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;

/** Times and durations. Reading throws {@link IllegalArgumentException} outside of what the contract allows. */
public final class TimeCodec {
    private TimeCodec() {}

    public static Timestamp toProto(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static com.google.protobuf.Duration toProto(Duration duration) {
        // java.time keeps the nanoseconds positive; the wire gives both parts the same sign.
        long seconds = duration.getSeconds();
        int nanos = duration.getNano();
        boolean borrows = seconds < 0 && nanos > 0;
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(borrows ? seconds + 1 : seconds)
                .setNanos(borrows ? nanos - 1_000_000_000 : nanos)
                .build();
    }

    /** From year 1 to 9999. */
    public static Instant fromProto(Timestamp timestamp) {
        if (!Timestamps.isValid(timestamp)) {
            throw new IllegalArgumentException("is no time between the years 1 and 9999: " + timestamp.getSeconds()
                    + " s and " + timestamp.getNanos() + " ns");
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    /** Within 10,000 years either way. */
    public static Duration fromProto(com.google.protobuf.Duration duration) {
        if (!Durations.isValid(duration)) {
            throw new IllegalArgumentException("is no duration within 10,000 years: " + duration.getSeconds()
                    + " s and " + duration.getNanos() + " ns");
        }
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
