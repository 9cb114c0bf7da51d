package io.isobar.broker.resource;

import java.util.Objects;

/**
 * A quantity that cannot be read, or an arithmetic result that cannot be held. The message says what failed, with the
 * text or the numbers, and what to write instead; the caller adds the name of the field.
 */
public final class QuantityException extends IllegalArgumentException {
    private static final int QUOTED_LENGTH = 64;

    public QuantityException(String message) {
        super(message);
    }

    /** A text that is not a {@code kind}: {@code memory "16384": it has no unit. Write …}. */
    public static QuantityException unreadable(String kind, String text, String problem, String remedy) {
        return new QuantityException(kind + " " + quoted(text) + ": " + problem + ". " + remedy + ".");
    }

    /** A result of arithmetic outside of what {@code kind} can hold. */
    static QuantityException overflow(String kind, Object left, String operator, Object right) {
        return new QuantityException(
                kind + ": " + left + " " + operator + " " + right + " is more than can be represented.");
    }

    /** Quotes a text of a user: bounded, and with nothing in it that could alter a terminal or a log line. */
    public static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        int end = Math.min(text.length(), QUOTED_LENGTH);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append("\\u").append(String.format("%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(end < text.length() ? "…\"" : "\"").toString();
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
