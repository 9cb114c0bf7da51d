package io.isobar.cli.text;

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

    /** JSON whose strings hold no control character, not even those above 7F that JSON allows. */
    public static String json(String json) {
        if (json.chars().noneMatch(c -> c >= 0x7F && c <= 0x9F)) {
            return json;
        }
        var to = new StringBuilder();
        json.chars().forEach(c -> {
            if (c >= 0x7F && c <= 0x9F) {
                to.append("\\u00").append(Integer.toHexString(c));
            } else {
                to.append((char) c);
            }
        });
        return to.toString();
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
