package io.isobar.cli.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as workload files have them: whole numbers with units, the larger unit first, each at most once: {@code 90m}, {@code 1h30m},
 * {@code 5d}, {@code 360 h}. A day is 24 hours.
 */
public final class DurationText {
    /** How one is written, for those who wrote it otherwise. */
    public static final String FORM = "whole numbers with d, h, m, s or ms, such as 90m, 1h30m or 2d";

    /** Of no more digits, so that whatever is written can be added up. */
    private static final String NUMBER = "([0-9]{1,9})";

    private static final Pattern TEXT = Pattern.compile(part("d") + part("h") + part("m") + part("s") + part("ms"));

    private DurationText() {}

    private static String part(String unit) {
        return "(?:" + NUMBER + " *" + unit + " *)?";
    }

    /** The duration, 0 or more; empty where the text is not exactly one. */
    public static Optional<Duration> parse(String text) {
        var stripped = text.strip();
        Matcher matcher = TEXT.matcher(stripped);
        if (stripped.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(matcher, 1))
                .plusHours(number(matcher, 2))
                .plusMinutes(number(matcher, 3))
                .plusSeconds(number(matcher, 4))
                .plusMillis(number(matcher, 5)));
    }

    private static long number(Matcher matcher, int group) {
        var digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
