package io.isobar.cli.text;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times and durations as text. */
public final class Times {
    private Times() {}

    public static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    public static Timestamp timestamp(OffsetDateTime time) {
        return Timestamp.newBuilder()
                .setSeconds(time.toEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static java.time.Duration duration(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    public static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** RFC 3339 to the second, with the offset of the zone. */
    public static String full(Timestamp at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant(at).truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
    }

    /** A run time: "1,440 h", "36 min", "12.5 s". */
    public static String span(java.time.Duration span) {
        double seconds = span.toMillis() / 1_000.0;
        if (seconds >= 3_600) {
            return Amounts.decimal(seconds / 3_600) + " h";
        }
        return seconds >= 60 ? Amounts.decimal(seconds / 60) + " min" : Amounts.decimal(seconds) + " s";
    }

    /** A short measured time: "3 ms", "1.2 s". */
    public static String measured(java.time.Duration took) {
        double ms = took.toNanos() / 1_000_000.0;
        return Math.abs(ms) < 1_000 ? Amounts.decimal(ms) + " ms" : Amounts.decimal(ms / 1_000) + " s";
    }
}
