package io.isobar.cli.text;

/** How many columns a text takes on a terminal: Chinese characters take two, combining marks none. */
public final class DisplayWidth {
    private static final String ELLIPSIS = "…";

    /** First and last code point of each range that takes two columns (Unicode East Asian Width W and F). */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x231A, 0x231B},
        {0x23E9, 0x23EC},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };

    private DisplayWidth() {}

    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (var range : WIDE) {
            if (codePoint <= range[1]) {
                return codePoint >= range[0] ? 2 : 1;
            }
        }
        return 1;
    }

    /** The text, cut with an ellipsis where it takes more than {@code most} columns; {@code most} is at least 1. */
    public static String cut(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        var kept = new StringBuilder();
        int left = most - 1;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(codePoint);
            at += Character.charCount(codePoint);
        }
        return kept.append(ELLIPSIS).toString();
    }
}
