package io.isobar.broker.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durations as users write them: whole numbers with units, the larger unit first, each at most once: {@code 30m},
 * {@code 1h30m}, {@code 5d}, {@code 360 h}. A day is 24 hours. Months and weeks are not durations.
 */
public final class DurationText {
    private static final String KIND = "duration";
    private static final String REMEDY = "Write whole numbers with d, h, m, s or ms, such as 30m, 1h30m or 5d";

    private record Unit(String symbol, Duration length) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)),
            new Unit("us", Duration.ofNanos(1_000)),
            new Unit("ns", Duration.ofNanos(1)));

    private DurationText() {}

    /** Reads a duration of 0 or more; throws {@link QuantityException} for anything that is not exactly one. */
    public static Duration parse(String text) {
        String rest = NumberText.strip(text);
        Duration total = Duration.ZERO;
        int largestAllowed = 0;
        do {
            NumberText.parse(KIND, rest, REMEDY);
            int numberEnd = spanOf(rest, 0, true);
            int unitStart = spanOfBlanks(rest, numberEnd);
            int unitEnd = spanOf(rest, unitStart, false);
            Unit unit = unitOf(rest.substring(unitStart, unitEnd), rest, numberEnd, text);
            int rank = UNITS.indexOf(unit);
            if (rank < largestAllowed) {
                throw QuantityException.unreadable(KIND, text, "the units do not go from large to small", REMEDY);
            }
            largestAllowed = rank + 1;
            total = add(total, rest.substring(0, numberEnd), unit, text);
            rest = rest.substring(spanOfBlanks(rest, unitEnd));
        } while (!rest.isEmpty());
        return total;
    }

    private static Duration add(Duration total, String number, Unit unit, String text) {
        try {
            return total.plus(unit.length().multipliedBy(Long.parseLong(number)));
        } catch (ArithmeticException | NumberFormatException _) {
            throw QuantityException.unreadable(KIND, text, "it is longer than can be represented", REMEDY);
        }
    }

    private static Unit unitOf(String symbol, String rest, int numberEnd, String text) {
        if (numberEnd < rest.length() && rest.charAt(numberEnd) == '.') {
            throw QuantityException.unreadable(KIND, text, "the number is not whole", REMEDY);
        }
        if (symbol.isEmpty()) {
            throw QuantityException.unreadable(
                    KIND, text, "the number " + rest.substring(0, numberEnd) + " has no unit", REMEDY);
        }
        Unit unit = find(symbol);
        if (unit == null) {
            throw QuantityException.unreadable(
                    KIND, text, "the unit " + QuantityException.quoted(symbol) + " is not known", REMEDY);
        }
        return unit;
    }

    private static @Nullable Unit find(String symbol) {
        for (Unit unit : UNITS) {
            if (unit.symbol().equals(symbol)) {
                return unit;
            }
        }
        return null;
    }

    private static int spanOf(String text, int from, boolean digits) {
        int end = from;
        while (end < text.length()
                && text.charAt(end) != ' '
                && text.charAt(end) != '.'
                && digits == (text.charAt(end) >= '0' && text.charAt(end) <= '9')) {
            end++;
        }
        return end;
    }

    private static int spanOfBlanks(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    /** The duration in its units, without those that are zero: {@code 1h30m}; {@code 0s} for none. */
    public static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder(duration.isNegative() ? "-" : "");
        long seconds = duration.abs().toSeconds();
        int nanos = duration.abs().toNanosPart();
        for (Unit unit : UNITS) {
            long length = unit.length().toSeconds();
            long count = length > 0 ? seconds / length : nanos / unit.length().toNanosPart();
            if (count > 0) {
                text.append(count).append(unit.symbol());
                seconds -= count * length;
                nanos -= length > 0 ? 0 : (int) count * unit.length().toNanosPart();
            }
        }
        return text.toString();
    }
}
