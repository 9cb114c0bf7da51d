package io.isobar.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sentences broken into lines that fit. */
public final class Wrapped {
    private Wrapped() {}

    /**
     * The text, escaped, in lines of at most {@code width} columns. The first begins with {@code first}, the others with as many
     * spaces. A word longer than a line is broken.
     */
    public static List<String> lines(String first, String text, int width) {
        if (width == Table.UNLIMITED) {
            return List.of((first + Escapes.line(text)).stripTrailing());
        }
        var lines = new ArrayList<String>();
        int indent = DisplayWidth.of(first);
        int room = Math.max(1, width - indent);
        var line = new StringBuilder();
        for (var word : Escapes.line(text).split(" ", -1)) {
            if (!line.isEmpty() && DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (DisplayWidth.of(line.toString()) > room) {
                int end = fitting(line, room);
                lines.add(line.substring(0, end));
                line.delete(0, end);
            }
        }
        lines.add(line.toString());
        var begin = " ".repeat(indent);
        return IntStream.range(0, lines.size())
                .mapToObj(at -> ((at == 0 ? first : begin) + lines.get(at)).stripTrailing())
                .toList();
    }

    /** How many characters fit; at least one code point, so that there is an end. */
    private static int fitting(StringBuilder line, int room) {
        int end = 0;
        int left = room;
        while (end < line.length()) {
            int codePoint = line.codePointAt(end);
            left -= DisplayWidth.of(Character.toString(codePoint));
            if (left < 0 && end > 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }
}
