package io.isobar.cli.view;

import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Wrapped;
import java.util.ArrayList;
import java.util.List;

/** Names and values under each other. */
final class Facts {
    private static final int NAMES = 14;

    private final Frame frame;
    private final List<String> lines = new ArrayList<>();

    Facts(Frame frame) {
        this.frame = frame;
    }

    /** An empty value reads as unknown. */
    Facts add(String name, String value) {
        var padded = name + " ".repeat(Math.max(1, NAMES - name.length()));
        lines.addAll(Wrapped.lines("  " + padded, value.isEmpty() ? Unknown.WORD : value, frame.width()));
        return this;
    }

    /** Only where there is something to say. */
    Facts addUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : add(name, value);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
