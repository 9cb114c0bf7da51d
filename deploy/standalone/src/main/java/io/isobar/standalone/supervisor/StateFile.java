package io.isobar.standalone.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The file run/state.json: written whole, replaced at once, read by the other commands. */
public final class StateFile {
    private StateFile() {}

    static void write(Path file, FederationState state) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, json(state));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Empty when there is none, or none that can be read. */
    public static Optional<FederationState> read(Path file) {
        try {
            // JSON is YAML, and this parser is here already.
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new FailsafeSchema()).build();
            Object root = new Load(settings).loadFromString(Files.readString(file));
            return root instanceof Map<?, ?> map ? Optional.of(state(map)) : Optional.empty();
        } catch (IOException | YamlEngineException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FederationState state(Map<?, ?> map) {
        List<PartState> parts = map.get("parts") instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(part -> part((Map<?, ?>) part))
                        .toList()
                : List.of();
        return new FederationState(
                Phase.valueOf(text(map, "phase")),
                number(map, "supervisorPid"),
                number(map, "startedMs"),
                number(map, "readyAfterMs"),
                text(map, "failure"),
                text(map, "restUrl"),
                text(map, "grpcAddress"),
                parts);
    }

    private static PartState part(Map<?, ?> map) {
        return new PartState(
                text(map, "name"),
                Condition.valueOf(text(map, "condition")),
                number(map, "pid"),
                text(map, "address"),
                number(map, "sinceMs"),
                number(map, "readyAfterMs"),
                (int) number(map, "restarts"),
                text(map, "note"));
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.requireNonNullElse(map.get(key), "").toString();
    }

    private static long number(Map<?, ?> map, String key) {
        return Long.parseLong(text(map, key));
    }

    private static String json(FederationState state) {
        StringJoiner parts = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        state.parts().forEach(part -> parts.add(json(part)));
        return """
                {
                  "phase": "%s",
                  "supervisorPid": %d,
                  "startedMs": %d,
                  "readyAfterMs": %d,
                  "failure": %s,
                  "restUrl": %s,
                  "grpcAddress": %s,
                  "parts": %s
                }
                """.formatted(
                        state.phase(),
                        state.supervisorPid(),
                        state.startedMs(),
                        state.readyAfterMs(),
                        quoted(state.failure()),
                        quoted(state.restUrl()),
                        quoted(state.grpcAddress()),
                        parts);
    }

    private static String json(PartState part) {
        return """
                {"name": %s, "condition": "%s", "pid": %d, "address": %s, "sinceMs": %d, "readyAfterMs": %d, \
                "restarts": %d, "note": %s}""".formatted(
                        quoted(part.name()),
                        part.condition(),
                        part.pid(),
                        quoted(part.address()),
                        part.sinceMs(),
                        part.readyAfterMs(),
                        part.restarts(),
                        quoted(part.note()));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' || c == 0x7f ? "\\u%04x".formatted((int) c) : Character.toString(c));
            }
        }
        return quoted.append('"').toString();
    }
}
