package io.isobar.agent.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is wrong with the configuration, collected. */
final class Problems {
    private static final int MAX_SHOWN = 50;

    private final List<String> found = new ArrayList<>();

    void add(String key, String message) {
        found.add(key + ": " + message);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Reads a value, or notes what is wrong with it and goes on with a stand-in. */
    <T> T read(String key, String text, Function<String, T> parser, T standIn) {
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            add(key, String.valueOf(e.getMessage()));
            return standIn;
        }
    }

    <T> T required(String key, Optional<String> text, Function<String, T> parser, T standIn) {
        if (text.isEmpty()) {
            add(key, "is missing");
            return standIn;
        }
        return read(key, text.get(), parser, standIn);
    }

    /** Throws where anything is wrong, with all of it in the message. */
    void check() {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException("the configuration has " + found.size() + " problem(s):\n  - "
                    + String.join("\n  - ", found.stream().limit(MAX_SHOWN).toList()));
        }
    }
}
