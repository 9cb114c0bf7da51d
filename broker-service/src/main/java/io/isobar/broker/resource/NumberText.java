package io.isobar.broker.resource;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A plain decimal number and the unit that follows it. The one grammar of all quantities: ASCII digits, an optional
 * point with digits on both sides, optional blanks, then the unit. No sign, no exponent, no grouping.
 */
record NumberText(BigDecimal number, String unit) {
    private static final int LONGEST = 64;

    static NumberText parse(String kind, String text, String remedy) {
        String trimmed = strip(text);
        String problem = problemOf(trimmed);
        if (problem != null) {
            throw QuantityException.unreadable(kind, text, problem, remedy);
        }
        int end = digits(trimmed, 0);
        if (end < trimmed.length() && trimmed.charAt(end) == '.') {
            int fraction = digits(trimmed, end + 1);
            if (fraction == end + 1) {
                throw QuantityException.unreadable(kind, text, "the point has no digit after it", remedy);
            }
            end = fraction;
        }
        String unit = strip(trimmed.substring(end));
        if (isExponent(unit)) {
            throw QuantityException.unreadable(kind, text, "numbers with an exponent are not accepted", remedy);
        }
        if (unit.startsWith(",") || unit.startsWith("_") || unit.startsWith("'")) {
            throw QuantityException.unreadable(
                    kind, text, "digits are not grouped, and the decimal mark is a point", remedy);
        }
        return new NumberText(new BigDecimal(trimmed.substring(0, end)), unit);
    }

    private static @Nullable String problemOf(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.length() > LONGEST) {
            return "it has " + text.length() + " characters, more than " + LONGEST;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || c < ' ') {
                return "character " + (i + 1) + " is U+" + String.format("%04X", (int) c)
                        + ", and only plain ASCII digits and letters are accepted";
            }
        }
        char first = text.charAt(0);
        if (first == '-') {
            return "it is negative";
        }
        if (first < '0' || first > '9') {
            return "it does not start with a digit";
        }
        return null;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isExponent(String unit) {
        if (unit.length() < 2 || (unit.charAt(0) != 'e' && unit.charAt(0) != 'E')) {
            return false;
        }
        char next = unit.charAt(1);
        return next == '+' || next == '-' || (next >= '0' && next <= '9');
    }

    /** Removes blanks (U+0020 only) on both sides; other white space is a fault that the caller reports. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }
}
