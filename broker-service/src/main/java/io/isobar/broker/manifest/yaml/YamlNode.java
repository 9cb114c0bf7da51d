package io.isobar.broker.manifest.yaml;

import java.util.List;
import java.util.Map;

/** What a file holds, before anything is known about its meaning. Lines count from 1. */
public sealed interface YamlNode {
    int line();

    /** What messages call it. */
    String noun();

    /** A value as it is written, without loss: 1.10 stays 1.10. */
    record Scalar(String text, Kind kind, int line) implements YamlNode {
        /** What the core schema of YAML 1.2 takes it for. */
        public enum Kind {
            TEXT("a text"),
            INTEGER("a number"),
            DECIMAL("a number"),
            BOOLEAN("a truth value"),
            NOTHING("empty");

            private final String noun;

            Kind(String noun) {
                this.noun = noun;
            }
        }

        @Override
        public String noun() {
            return kind.noun;
        }
    }

    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        @Override
        public String noun() {
            return "a list";
        }
    }

    /** In the order of the file; {@code keyLine} is where a field is named, its value may begin below. */
    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {
        public record Entry(YamlNode value, int keyLine) {}

        @Override
        public String noun() {
            return "a map";
        }
    }
}
