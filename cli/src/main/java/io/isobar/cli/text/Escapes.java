package io.isobar.cli.text;

import java.util.HexFormat;

/** Text from elsewhere, made safe for a terminal: what would move the cursor, colour or reorder is shown, not obeyed. */
public final class Escapes {
    private Escapes() {}

    /** On one line. */
    public static String line(String text) {
        if (text.codePoints().allMatch(Escapes::isPrintable)) {
            return text;
        }
        var to = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> {
                    if (isPrintable(codePoint)) {
                        to.appendCodePoint(codePoint);
                    } else {
                        to.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
                    }
                }
            }
        });
        return to.toString();
    }

    /** JSON whose strings hold nothing that a terminal would obey, not even what JSON allows: controls from 7F on, marks that reorder. */
    public static String json(String json) {
        if (json.codePoints().allMatch(Escapes::isHarmlessInJson)) {
            return json;
        }
        var to = new StringBuilder();
        json.codePoints().forEach(codePoint -> {
            if (isHarmlessInJson(codePoint)) {
                to.appendCodePoint(codePoint);
            } else {
                for (char c : Character.toChars(codePoint)) {
                    to.append("\\u").append(HexFormat.of().toHexDigits(c));
                }
            }
        });
        return to.toString();
    }

    /** Below 7F, JSON has escaped its strings itself, and the rest is its own white space. */
    private static boolean isHarmlessInJson(int codePoint) {
        return codePoint < 0x7F || isPrintable(codePoint);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
