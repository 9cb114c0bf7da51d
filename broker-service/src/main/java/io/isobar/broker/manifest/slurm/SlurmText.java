package io.isobar.broker.manifest.slurm;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, amounts of memory and times as the options of sbatch have them. */
final class SlurmText {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern MEMORY =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([KMGTP]?)I?B?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("(?:(?<days>[0-9]{1,6})-(?<dh>[0-9]{1,6})(?::(?<dm>[0-9]{1,6})(?::(?<ds>[0-9]{1,6}))?)?)"
                    + "|(?<first>[0-9]{1,9})(?::(?<second>[0-9]{1,6})(?::(?<third>[0-9]{1,6}))?)?");

    private SlurmText() {}

    /** A whole number, 1 to {@code most}. */
    static int count(String text, int most) {
        if (!WHOLE.matcher(text).matches() || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(
                    "must be a whole number from 1 to " + most + ", is " + QuantityException.quoted(text));
        }
        return Integer.parseInt(text);
    }

    /** Memory: MiB where there is no unit, and the units are binary. Zero is all that a node has. */
    static Memory memory(String text) {
        Matcher matcher = MEMORY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(QuantityException.quoted(text)
                    + " is no amount of memory; write a number and K, M, G or T, such as 64G");
        }
        var unit = matcher.group(2).isEmpty() ? "M" : matcher.group(2).toUpperCase(Locale.ROOT);
        return Memory.parse(matcher.group(1) + unit + "i");
    }

    /** A time limit; none for zero, {@code UNLIMITED} and {@code INFINITE}. */
    static Optional<Duration> timeLimit(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals("UNLIMITED") || upper.equals("INFINITE") || upper.equals("-1")) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException(QuantityException.quoted(text)
                    + " is no time; write minutes, hours:minutes:seconds or days-hours:minutes:seconds");
        }
        Duration length;
        if (time.group("days") != null) {
            length = of(time.group("days"), time.group("dh"), time.group("dm"), time.group("ds"));
        } else if (time.group("third") != null) {
            length = of("0", time.group("first"), time.group("second"), time.group("third"));
        } else {
            length = of("0", "0", time.group("first"), time.group("second"));
        }
        return length.isZero() ? Optional.empty() : Optional.of(length);
    }

    private static Duration of(String days, String hours, @Nullable String minutes, @Nullable String seconds) {
        return Duration.ofDays(Long.parseLong(days))
                .plusHours(Long.parseLong(hours))
                .plusMinutes(minutes == null ? 0 : Long.parseLong(minutes))
                .plusSeconds(seconds == null ? 0 : Long.parseLong(seconds));
    }
}
