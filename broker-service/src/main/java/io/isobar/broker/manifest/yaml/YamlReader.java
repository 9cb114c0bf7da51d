package io.isobar.broker.manifest.yaml;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlNode.Scalar;
import io.isobar.broker.manifest.yaml.YamlNode.Sequence;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes nodes of the YAML documents of a text. Works on events rather than on the library's own nodes: the library
 * descends without a limit of depth, and expands aliases without looking at what they come to.
 */
public final class YamlReader {
    /** Characters of a text. */
    public static final int LARGEST = 1 << 20;

    private static final int MOST_DOCUMENTS = 100;

    private static final int DEEPEST = 32;
    /** Counted with aliases written out. */
    private static final int MOST_NODES = 100_000;

    private static final int MOST_PROBLEMS = 100;
    private static final int LONGEST_MESSAGE = 200;
    private static final CoreSchema SCHEMA = new CoreSchema();

    private record Anchored(YamlNode node, int size) {}

    private final List<Violation> problems = new ArrayList<>();
    private final ScalarResolver resolver = SCHEMA.getScalarResolver();
    private final Map<String, Optional<Anchored>> anchors = new HashMap<>();
    private final Iterator<Event> events;
    private int nodes;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /** The documents of a text; throws {@link Failure} with the line from which on it is no YAML. */
    public static YamlDocuments read(String text) {
        try {
            return new YamlReader(new Parse(settings(text)).parseString(text).iterator()).documents();
        } catch (MarkedYamlEngineException e) {
            throw failure("", notYaml(e.getProblem()), line(e.getProblemMark()));
        } catch (YamlEngineException e) {
            throw failure("", notYaml(String.valueOf(e.getMessage())), 0);
        }
    }

    /** The library reads by buffers, and breaks at a character of two code units that lies across their bounds: so there is one buffer. */
    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                .setLabel("file")
                .setCodePointLimit(LARGEST)
                .setSchema(SCHEMA)
                .setBufferSize(text.length() + 1)
                .build();
    }

    private static Failure failure(String path, String problem, int line) {
        return Failure.of(Reason.INVALID_MANIFEST, List.of(new Violation(path, problem, line)));
    }

    private void add(Path path, String problem, int line) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Violation(path.toString(), problem, line));
        }
    }

    private static String notYaml(String problem) {
        var line = problem.replaceAll("\\s+", " ").strip();
        var shown = line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
        var clean = shown.replaceAll("\\p{Cntrl}", "?");
        return "is not YAML: " + clean;
    }

    private YamlDocuments documents() {
        var roots = new ArrayList<YamlNode>();
        events.next();
        for (var event = events.next(); event.getEventId() != Event.ID.StreamEnd; event = events.next()) {
            anchors.clear();
            var root = node(Path.ROOT, events.next(), 1);
            if (!(root instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING)) {
                roots.add(root);
            }
            if (roots.size() > MOST_DOCUMENTS) {
                throw failure("", "holds more than " + MOST_DOCUMENTS + " documents", root.line());
            }
            events.next();
        }
        return new YamlDocuments(roots, problems);
    }

    private YamlNode node(Path path, Event event, int depth) {
        count(1, path, event);
        if (event instanceof AliasEvent alias) {
            return aliased(path, alias);
        }
        if (depth > DEEPEST) {
            throw failure("", "is nested more than " + DEEPEST + " levels deep", line(event.getStartMark()));
        }
        int before = nodes - 1;
        var anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue);
        anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
        var node =
                switch (event) {
                    case ScalarEvent scalar -> scalar(path, scalar);
                    case SequenceStartEvent start -> sequence(path, start, depth);
                    case MappingStartEvent start -> mapping(path, start, depth);
                    default -> throw new IllegalStateException("no node begins with " + event);
                };
        anchor.ifPresent(name -> anchors.put(name, Optional.of(new Anchored(node, nodes - before))));
        return node;
    }

    private void count(int more, Path path, Event event) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw failure(
                    path.toString(),
                    "the file holds more than " + MOST_NODES + " values, aliases written out; make it smaller",
                    line(event.getStartMark()));
        }
    }

    private YamlNode aliased(Path path, AliasEvent alias) {
        String name = alias.getAlias().getValue();
        int line = line(alias.getStartMark());
        var anchored = anchors.get(name);
        if (anchored == null || anchored.isEmpty()) {
            String why = anchored == null ? " refers to nothing" : " holds itself";
            throw failure(path.toString(), "the alias " + QuantityException.quoted("*" + name) + why, line);
        }
        count(anchored.get().size() - 1, path, alias);
        return anchored.get().node();
    }

    private Scalar scalar(Path path, ScalarEvent event) {
        int line = line(event.getStartMark());
        event.getTag().ifPresent(tag -> refuseTag(path, tag, line));
        Tag tag = resolver.resolve(event.getValue(), event.isPlain());
        return new Scalar(event.getValue(), kind(tag), line);
    }

    private static Scalar.Kind kind(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return Scalar.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Scalar.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Scalar.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Scalar.Kind.NOTHING : Scalar.Kind.TEXT;
    }

    private Sequence sequence(Path path, CollectionStartEvent start, int depth) {
        int line = line(start.getStartMark());
        start.getTag().ifPresent(tag -> refuseTag(path, tag, line));
        var items = new ArrayList<YamlNode>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(new Path.Element(path, items.size()), event, depth + 1));
        }
        return new Sequence(items, line);
    }

    /** As {@link #node}; what a name would be taken for by itself makes no difference to anybody. */
    private YamlNode key(Path path, Event event, int depth) {
        if (event instanceof ScalarEvent scalar
                && scalar.getAnchor().isEmpty()
                && scalar.getTag().isEmpty()
                && depth <= DEEPEST) {
            count(1, path, event);
            return new Scalar(scalar.getValue(), Scalar.Kind.TEXT, line(event.getStartMark()));
        }
        return node(path, event, depth);
    }

    private Mapping mapping(Path path, CollectionStartEvent start, int depth) {
        int line = line(start.getStartMark());
        start.getTag().ifPresent(tag -> refuseTag(path, tag, line));
        var entries = new LinkedHashMap<String, Mapping.Entry>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            int keyLine = line(event.getStartMark());
            var key = key(path, event, depth + 1);
            var name = key instanceof Scalar scalar ? scalar.text() : key.noun();
            var field = new Path.Field(path, name);
            var value = node(field, events.next(), depth + 1);
            if (!(key instanceof Scalar)) {
                add(path, "a name in it is " + key.noun() + ", must be a text", keyLine);
            } else if (name.equals("<<")) {
                add(path, "merge keys (<<) are not read; write the fields out", keyLine);
            } else {
                var first = entries.putIfAbsent(name, new Mapping.Entry(value, keyLine));
                if (first != null) {
                    add(field, "is written twice, first in line " + first.keyLine() + "; keep one", keyLine);
                }
            }
        }
        return new Mapping(entries, line);
    }

    private void refuseTag(Path path, String tag, int line) {
        add(path, "the tag " + QuantityException.quoted(tag) + " is not read; leave it out", line);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(m -> m.getLine() + 1).orElse(0);
    }
}
