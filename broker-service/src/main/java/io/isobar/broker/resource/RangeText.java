package io.isobar.broker.resource;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ends of a range as users write it: {@code 64+}, {@code 4..8}, {@code =4}, or {@code 64}, which is at least. */
record RangeText<T extends Comparable<T>>(
        T minimum, @Nullable T maximum) {

    static <T extends Comparable<T>> RangeText<T> parse(String kind, String text, Function<String, T> value) {
        String trimmed = NumberText.strip(text);
        int dots = trimmed.indexOf("..");
        if (dots >= 0) {
            return between(kind, text, trimmed.substring(0, dots), trimmed.substring(dots + 2), value);
        }
        if (trimmed.startsWith("=")) {
            T exact = value.apply(trimmed.substring(1));
            return new RangeText<>(exact, exact);
        }
        if (trimmed.endsWith("+")) {
            return new RangeText<>(value.apply(trimmed.substring(0, trimmed.length() - 1)), null);
        }
        return new RangeText<>(value.apply(trimmed), null);
    }

    private static <T extends Comparable<T>> RangeText<T> between(
            String kind, String text, String from, String to, Function<String, T> value) {
        if (from.isBlank() || to.isBlank()) {
            throw QuantityException.unreadable(
                    kind, text, "one end of the range is missing", "Write both ends, A..B, or A+ for at least A");
        }
        T minimum = value.apply(from);
        T maximum = value.apply(to);
        if (maximum.compareTo(minimum) < 0) {
            throw QuantityException.unreadable(
                    kind, text, minimum + " is more than " + maximum, "Write the smaller end first");
        }
        return new RangeText<>(minimum, maximum);
    }

    static String print(Comparable<?> minimum, @Nullable Comparable<?> maximum) {
        if (maximum == null) {
            return minimum + "+";
        }
        return minimum.equals(maximum) ? "=" + minimum : minimum + ".." + maximum;
    }
}
