package io.isobar.broker.manifest.conversion;

import io.isobar.broker.manifest.yaml.YamlNode;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlNode.Scalar;
import io.isobar.broker.manifest.yaml.YamlNode.Sequence;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map of a job file, read field by field; it remembers which fields were asked for, so that the others can be reported.
 * An empty field is as one that is not there.
 */
public final class Section {
    private static final int LONGEST = FieldRules.LONGEST_COMMAND;

    private final Findings findings;
    private final String path;
    private final Mapping map;
    private final Set<String> read = new HashSet<>();

    public Section(Findings findings, String path, Mapping map) {
        this.findings = findings;
        this.path = path;
        this.map = map;
    }

    public int line() {
        return map.line();
    }

    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The line where a field is named; that of the map where it is not there. */
    public int line(String field) {
        var entry = map.entries().get(field);
        return entry == null ? map.line() : entry.keyLine();
    }

    public boolean has(String field) {
        return node(field) != null;
    }

    public List<String> names() {
        return List.copyOf(map.entries().keySet());
    }

    /** The value as it stands; null where there is none. */
    public @Nullable YamlNode node(String field) {
        read.add(field);
        var entry = map.entries().get(field);
        if (entry == null || (entry.value() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING)) {
            return null;
        }
        return entry.value();
    }

    public void wrong(String field, String problem) {
        findings.wrong(line(field), path(field), problem);
    }

    public void lost(String field, String instead) {
        findings.lost(line(field), path(field), instead);
    }

    public void changed(String field, String instead) {
        findings.changed(line(field), path(field), instead);
    }

    /** A map below; empty where there is none. */
    public Optional<Section> section(String field) {
        return switch (node(field)) {
            case null -> Optional.empty();
            case Mapping below -> Optional.of(new Section(findings, path(field), below));
            case YamlNode other -> {
                wrong(field, "must be a map, is " + other.noun());
                yield Optional.empty();
            }
        };
    }

    /** The maps of a list below. */
    public List<Section> sections(String field) {
        var sections = new ArrayList<Section>();
        var items = items(field);
        for (int i = 0; i < items.size(); i++) {
            var at = path(field) + "[" + i + "]";
            if (items.get(i) instanceof Mapping below) {
                sections.add(new Section(findings, at, below));
            } else {
                findings.wrong(
                        items.get(i).line(),
                        at,
                        "must be a map, is " + items.get(i).noun());
            }
        }
        return sections;
    }

    /** Texts, numbers and truth values of a list below, as they are written. */
    public List<String> texts(String field) {
        var texts = new ArrayList<String>();
        for (var item : items(field)) {
            var text = text(field, item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private List<YamlNode> items(String field) {
        return switch (node(field)) {
            case null -> List.of();
            case Sequence list -> list.items();
            case YamlNode other -> {
                wrong(field, "must be a list, is " + other.noun());
                yield List.of();
            }
        };
    }

    /** Names and single values of a map below, as they are written. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (var name : names()) {
            var node = node(name);
            var text = node == null ? "" : text(name, node);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** A text, number or truth value as it is written; null where there is none. */
    public @Nullable String text(String field) {
        var node = node(field);
        return node == null ? null : text(field, node);
    }

    private @Nullable String text(String field, YamlNode node) {
        if (!(node instanceof Scalar scalar)) {
            findings.wrong(node.line(), path(field), "must be a single value, is " + node.noun());
            return null;
        }
        var problem = FieldRules.textProblem(scalar.text(), LONGEST);
        if (problem != null) {
            findings.wrong(node.line(), path(field), problem);
            return null;
        }
        return scalar.text();
    }

    /** A single value, read; null where there is none, or a problem. */
    public <T> @Nullable T value(String field, Function<String, T> reading) {
        var text = text(field);
        return text == null ? null : findings.read(line(field), path(field), () -> reading.apply(text));
    }

    public @Nullable Integer whole(String field, int least, int most) {
        return value(field, text -> {
            boolean digits = text.matches("[0-9]{1,9}");
            if (!digits || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("must be a whole number from " + least + " to " + most + ", is \""
                        + Findings.shown(text) + "\"");
            }
            return Integer.valueOf(text);
        });
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(value(field, text -> {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException("must be true or false, is \"" + Findings.shown(text) + "\"");
            }
            return Boolean.valueOf(text);
        }));
    }

    /** Reports every field that was not asked for. */
    public void reportRest(Fate.Table fates) {
        for (var name : names()) {
            if (!read.contains(name) && has(name)) {
                var fate = fates.of(name);
                if (fate.changesMeaning()) {
                    changed(name, fate.instead());
                } else if (!fate.instead().isEmpty()) {
                    lost(name, fate.instead());
                }
            }
        }
    }
}
