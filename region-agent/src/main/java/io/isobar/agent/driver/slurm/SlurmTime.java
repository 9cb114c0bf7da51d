package io.isobar.agent.driver.slurm;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time as Slurm writes them. */
public final class SlurmTime {
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,9})-)?(?:(\\d{1,9}):)?(\\d{1,9}):(\\d{1,2})|(\\d{1,9})-(\\d{1,9})");

    private static final Set<String> WITHOUT_END = Set.of("UNLIMITED", "INFINITE", "NONE");

    private SlurmTime() {}

    /** Of {@code 2-00:30:00}; null of {@code UNLIMITED}, {@code INFINITE} and {@code NONE}. */
    public static @Nullable Duration parse(String text) {
        String span = text.strip();
        if (WITHOUT_END.contains(span)) {
            return null;
        }
        Matcher matcher = SPAN.matcher(span);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a span of time, as 2-00:30:00");
        }
        return Duration.ofDays(number(matcher.group(1)) + number(matcher.group(5)))
                .plusHours(number(matcher.group(2)) + number(matcher.group(6)))
                .plusMinutes(number(matcher.group(3)))
                .plusSeconds(number(matcher.group(4)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** Whole minutes, which is what Slurm counts in; never less than was asked for, and at least one. */
    static long minutes(Duration limit) {
        return Math.max(1, limit.plusMinutes(1).minusNanos(1).toMinutes());
    }
}
