package io.isobar.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Sentences broken into lines that fit. */
public final class Wrapped {
    private Wrapped() {}

    /**
     * The text, escaped, in lines of at most {@code width} columns. The first begins with {@code first}, the others with as many
     * spaces. A word longer than a line stands alone and is not cut.
     */
    public static List<String> lines(String first, String text, int width) {
        var lines = new ArrayList<String>();
        var indent = " ".repeat(DisplayWidth.of(first));
        var line = new StringBuilder(first);
        boolean empty = true;
        for (var word : Escapes.line(text).split(" ", -1)) {
            boolean fits =
                    width == Table.UNLIMITED || DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) <= width;
            if (!empty && !fits) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append(word);
            } else {
                line.append(empty ? "" : " ").append(word);
            }
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
