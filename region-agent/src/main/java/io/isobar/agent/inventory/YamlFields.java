package io.isobar.agent.inventory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The fields of one YAML mapping, read by name. Problems are collected with their path, so that a file is refused once with all
 * of them; {@link #finish} adds the fields that nobody asked for.
 */
public final class YamlFields {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int MAX_PROBLEMS = 50;

    private final String path;
    private final Map<?, ?> fields;
    private final List<String> problems;
    private final Set<String> asked = new HashSet<>();

    private YamlFields(String path, Map<?, ?> fields, List<String> problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /** The top of a document; a text that is not a YAML mapping is an {@link InvalidInventoryException}. */
    public static YamlFields parse(String source, String text, List<String> problems) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidInventoryException(
                    source,
                    List.of("it has " + text.length() + " characters; at most " + MAX_CHARACTERS + " are read"));
        }
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
                return new YamlFields("", map, problems);
            }
        } catch (YamlEngineException e) {
            throw new InvalidInventoryException(source, List.of("not valid YAML: " + e.getMessage()));
        }
        throw new InvalidInventoryException(source, List.of("the document is not a mapping"));
    }

    public void problem(String field, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(path + field + ": " + message);
        }
    }

    /** Null where the field is absent, or present and wrong (which is noted). */
    public <T> @Nullable T read(String field, Function<String, T> parser) {
        Object value = take(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            problem(field, "must be a single value");
            return null;
        }
        try {
            return parser.apply(value.toString());
        } catch (RuntimeException e) {
            problem(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    public @Nullable String text(String field) {
        return read(field, Function.identity());
    }

    public @Nullable Long number(String field, long minimum, long maximum) {
        return read(field, text -> {
            long number;
            try {
                number = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
            }
            if (number < minimum || number > maximum) {
                throw new IllegalArgumentException(number + " lies outside " + minimum + " to " + maximum);
            }
            return number;
        });
    }

    public @Nullable Boolean flag(String field) {
        return read(field, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        });
    }

    /** Reads "90s", "10m", "2h", "250ms". */
    public @Nullable Duration duration(String field) {
        return read(field, DurationText::parse);
    }

    /** Notes a problem where the field is absent. */
    public <T> T required(String field, @Nullable T value, T standIn) {
        if (value == null) {
            if (!fields.containsKey(field)) {
                problem(field, "is missing");
            }
            return standIn;
        }
        return value;
    }

    public List<YamlFields> list(String field, int atMost) {
        Object value = take(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items) || items.size() > atMost) {
            problem(field, "must be a list of at most " + atMost);
            return List.of();
        }
        List<YamlFields> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> map) {
                found.add(new YamlFields(path + field + "[" + i + "].", map, problems));
            } else {
                problem(field + "[" + i + "]", "must be a mapping");
            }
        }
        return found;
    }

    /** Notes every field that was not read. */
    public void finish() {
        for (Object key : fields.keySet()) {
            if (!asked.contains(String.valueOf(key))) {
                problem(
                        String.valueOf(key),
                        "is not a field here; there are " + String.join(", ", new TreeSet<>(asked)));
            }
        }
    }

    private @Nullable Object take(String field) {
        asked.add(field);
        return fields.get(field);
    }
}
