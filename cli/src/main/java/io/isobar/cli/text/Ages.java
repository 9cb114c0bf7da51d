package io.isobar.cli.text;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long ago something was seen. */
public final class Ages {
    /** Clocks of two machines may differ so much before an age is not believed. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private Ages() {}

    /** "12s ago"; "never" where there is no time. */
    public static String ago(@Nullable Timestamp at, Instant now) {
        return at == null ? "never" : ago(Duration.between(Times.instant(at), now));
    }

    /** "12s ago". */
    public static String ago(Duration age) {
        return age.compareTo(SKEW.negated()) < 0 ? "clocks differ" : brief(age) + " ago";
    }

    /** "12s", without the word: for a column that is called AGE. "-" where there is no time. */
    public static String of(@Nullable Timestamp at, Instant now) {
        if (at == null) {
            return Unknown.MARK;
        }
        var age = Duration.between(Times.instant(at), now);
        return age.compareTo(SKEW.negated()) < 0 ? "?" : brief(age);
    }

    /** One or two units, cut: 0s, 59s, 1m5s, 2h3m, 4d. Below zero counts as zero. */
    public static String brief(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m";
        }
        if (seconds < 36_000) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m");
        }
        return seconds < 172_800 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
