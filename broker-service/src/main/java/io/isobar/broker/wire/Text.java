package io.isobar.broker.wire;

import io.isobar.broker.workload.FieldRules;

/** Texts from outside: made harmless before they are stored or shown. */
final class Text {
    private Text() {}

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
            clean.append(control ? ' ' : FieldRules.isLoneSurrogate(text, i) ? '\uFFFD' : c);
        }
        return end < text.length() ? clean.append('…').toString() : clean.toString();
    }

    /** As {@link #clean}, on one line. */
    static String line(String text, int longest) {
        return clean(text, longest).replace('\n', ' ');
    }
}
