package io.isobar.broker.manifest;

import io.isobar.broker.manifest.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One map of the file whose fields are known: hands them out, and names the others. */
final class Section {
    private final Problems problems;
    private final String path;
    private final YamlNode.Mapping map;
    private final int line;
    private final String general;
    private final List<String> known;

    private Section(Problems problems, String path, YamlNode.Mapping map, int line, String general) {
        this.problems = problems;
        this.path = path;
        this.map = map;
        this.line = line;
        this.general = general;
        this.known = KnownFields.of(general);
    }

    static Section of(Problems problems, String path, YamlNode.Mapping map, int line) {
        return of(problems, path, map, line, KeyPath.general(path));
    }

    /** One whose fields are those of another path. */
    static Section of(Problems problems, String path, YamlNode.Mapping map, int line, String general) {
        var section = new Section(problems, path, map, line, general);
        section.refuseUnknown();
        return section;
    }

    /** A section that the file leaves out. */
    static Section absent(Problems problems, String path, int line) {
        return new Section(problems, path, new YamlNode.Mapping(java.util.Map.of(), line), line, KeyPath.general(path));
    }

    private void refuseUnknown() {
        map.entries().forEach((name, entry) -> {
            if (!known.contains(name)) {
                var hint = KnownFields.hint(general, name);
                problems.add(KeyPath.child(path, name), "is no field; " + hint, entry.keyLine());
            }
        });
    }

    int line() {
        return line;
    }

    /** Null where the file does not have the field. */
    @Nullable
    Value get(String field) {
        if (!known.contains(field)) {
            throw new IllegalArgumentException(path + " does not know " + field);
        }
        var entry = map.entries().get(field);
        return entry == null ? null : new Value(problems, KeyPath.child(path, field), entry.value(), entry.keyLine());
    }

    /** Null and a problem where the file does not have the field. */
    @Nullable
    Value require(String field, String how) {
        var value = get(field);
        if (value == null) {
            problem(field, "is required; " + how);
        }
        return value;
    }

    /** The section below; an empty one where the file does not have it, or has something else. */
    Section section(String field) {
        var value = get(field);
        var section = value == null ? null : value.section();
        return section == null ? absent(problems, KeyPath.child(path, field), line) : section;
    }

    boolean has(String field) {
        return get(field) != null;
    }

    void problem(String field, String problem) {
        var value = get(field);
        problems.add(KeyPath.child(path, field), problem, value == null ? line : value.line());
    }
}
