package io.isobar.broker.wire;

import org.jspecify.annotations.Nullable;

/** Texts from outside: what is refused, and what is made harmless before it is stored or shown. */
final class Text {
    private Text() {}

    /** Why a text cannot be taken, or null. PostgreSQL stores no NUL, and half a surrogate pair is no character. */
    static @Nullable String problem(String text, int longest) {
        if (text.length() > longest) {
            return "has " + text.length() + " characters, more than " + longest;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "character " + (i + 1) + " is NUL";
            }
            if (isLone(text, i)) {
                return "character " + (i + 1) + " is half a surrogate pair";
            }
        }
        return null;
    }

    /** The same text, bounded, with blanks for control characters other than the line feed. */
    static String clean(String text, int longest) {
        int end = Math.min(text.length(), longest);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        var clean = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\n';
            clean.append(control ? ' ' : isLone(text, i) ? '\uFFFD' : c);
        }
        return end < text.length() ? clean.append('…').toString() : clean.toString();
    }

    /** As {@link #clean}, on one line. */
    static String line(String text, int longest) {
        return clean(text, longest).replace('\n', ' ');
    }

    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
