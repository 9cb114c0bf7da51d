package io.isobar.broker.catalog;

/**
 * Names without their case and separators. Blank, hyphen, underscore, point, slash, comma and parentheses are equal,
 * and fall away, except between two digits: {@code A10 0} is not {@code A100}. There a single hyphen stays.
 *
 * <p>Works on the characters one by one, so that a look-up allocates nothing.
 */
final class FoldedName {
    /** After the last character. */
    static final long END = -1;

    private static final int POSITION_SHIFT = 16;

    private FoldedName() {}

    /**
     * The next folded character.
     *
     * @param position where to read on; 0 at first, then {@link #position} of the last answer
     * @param previous the last folded character; 0 at first
     * @return the character and where to read on, or {@link #END}
     */
    static long next(CharSequence text, int position, char previous) {
        int at = position;
        while (at < text.length() && isSeparator(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return END;
        }
        char c = lower(text.charAt(at));
        if (at > position && isDigit(previous) && isDigit(c)) {
            // Read the digit again next time: after a hyphen no separator precedes it.
            return pack(at, '-');
        }
        return pack(at + 1, c);
    }

    static char character(long next) {
        return (char) next;
    }

    static int position(long next) {
        return (int) (next >>> POSITION_SHIFT);
    }

    static int hash(CharSequence text) {
        int hash = 0;
        char previous = 0;
        for (long next = next(text, 0, previous); next != END; next = next(text, position(next), previous)) {
            previous = character(next);
            hash = 31 * hash + previous;
        }
        // Spreads the low bits, which alone choose the slot.
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** Whether a text folds to {@code folded}. */
    static boolean folds(CharSequence text, String folded) {
        char previous = 0;
        int at = 0;
        for (long next = next(text, 0, previous); next != END; next = next(text, position(next), previous)) {
            previous = character(next);
            if (at == folded.length() || folded.charAt(at) != previous) {
                return false;
            }
            at++;
        }
        return at == folded.length();
    }

    static String fold(CharSequence text) {
        var folded = new StringBuilder(text.length());
        char previous = 0;
        for (long next = next(text, 0, previous); next != END; next = next(text, position(next), previous)) {
            previous = character(next);
            folded.append(previous);
        }
        return folded.toString();
    }

    static boolean isSeparator(char c) {
        return switch (c) {
            case ' ', '-', '_', '.', '/', ',', '(', ')' -> true;
            default -> false;
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static char lower(char c) {
        return c < 128 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
    }

    private static long pack(int position, char c) {
        return ((long) position << POSITION_SHIFT) | c;
    }
}
