package io.isobar.broker.manifest;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.manifest.yaml.YamlNode;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlNode.Scalar;
import io.isobar.broker.manifest.yaml.YamlNode.Sequence;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.FieldRules;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of one field. What is not as asked for becomes a problem, and null or nothing stands in for it. */
record Value(Problems problems, String path, YamlNode node, int line) {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final int LONGEST_NUMBER = 30;

    /** @param how ends the message: "write it so: …" */
    void wrong(String must, String how) {
        String is = node instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING
                ? scalar.noun() + ", " + quoted()
                : node.noun();
        problem("must be " + must + ", is " + is + (how.isEmpty() ? "" : "; " + how));
    }

    void problem(String problem) {
        problems.add(path, problem, line);
    }

    void problem(Reason reason, String problem) {
        problems.add(reason, path, problem, line);
    }

    /** The value in quotes: shortened, on one line, with nothing in it that a terminal could obey. */
    String quoted() {
        return node instanceof Scalar scalar ? QuantityException.quoted(scalar.text()) : node.noun();
    }

    boolean isList() {
        return node instanceof Sequence;
    }

    boolean isEmptyList() {
        return node instanceof Sequence sequence && sequence.items().isEmpty();
    }

    boolean isEmptyMap() {
        return node instanceof Mapping map && map.entries().isEmpty();
    }

    boolean isMap() {
        return node instanceof Mapping;
    }

    boolean isText() {
        return node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT;
    }

    /** A text; numbers and truth values that only look like one must be quoted by the author. */
    @Nullable
    String text(int longest) {
        if (node instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING) {
            if (scalar.kind() != Scalar.Kind.TEXT) {
                wrong("a text", "write it in quotes");
                return null;
            }
            return sound(scalar.text(), longest);
        }
        wrong("a text", "");
        return null;
    }

    /** Any single value as it is written: numbers keep their spelling. */
    @Nullable
    String scalar(int longest) {
        if (node instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING) {
            return sound(scalar.text(), longest);
        }
        wrong("a single value", "");
        return null;
    }

    private @Nullable String sound(String text, int longest) {
        var problem = FieldRules.textProblem(text, longest);
        if (problem != null) {
            problem(problem);
            return null;
        }
        return text;
    }

    /** Reads a quantity; its own message says what is wrong and how to write it. */
    <T> @Nullable T quantity(String must, Function<String, T> reading) {
        if (!(node instanceof Scalar scalar)
                || scalar.kind() == Scalar.Kind.NOTHING
                || scalar.kind() == Scalar.Kind.BOOLEAN) {
            wrong(must, "");
            return null;
        }
        try {
            return reading.apply(scalar.text());
        } catch (IllegalArgumentException refused) {
            problem(String.valueOf(refused.getMessage()));
            return null;
        }
    }

    @Nullable
    Integer integer(int least, int most) {
        if (!(node instanceof Scalar scalar)
                || scalar.kind() != Scalar.Kind.INTEGER
                || !WHOLE.matcher(scalar.text()).matches()) {
            wrong(range(least, most), "");
            return null;
        }
        var text = scalar.text();
        if (text.length() <= LONGEST_NUMBER) {
            var number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return number.intValueExact();
            }
        }
        problem("must be " + range(least, most) + ", is " + (text.length() <= LONGEST_NUMBER ? text : quoted()));
        return null;
    }

    private static String range(int least, int most) {
        return String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most);
    }

    @Nullable
    Boolean flag() {
        if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.BOOLEAN) {
            return Boolean.valueOf(scalar.text());
        }
        wrong("true or false", "");
        return null;
    }

    /** One of a closed set, each under the names that a file may use. */
    <E> @Nullable E choice(Map<String, E> known) {
        var chosen = node instanceof Scalar scalar ? known.get(scalar.text()) : null;
        if (chosen == null) {
            var names = List.copyOf(known.keySet());
            var near = node instanceof Scalar scalar
                    ? KnownFields.nearest(scalar.text(), names).map(name -> "did you mean " + name + "?")
                    : Optional.<String>empty();
            wrong("one of " + String.join(", ", names), near.orElse(""));
        }
        return chosen;
    }

    /** The elements; none where it is no list or too long. */
    List<Value> list(int most, String how) {
        if (!(node instanceof Sequence sequence)) {
            wrong("a list", how);
            return List.of();
        }
        var items = sequence.items();
        if (items.size() > most) {
            problem("has " + items.size() + " elements, more than " + most);
            return List.of();
        }
        var values = new ArrayList<Value>();
        for (int i = 0; i < items.size(); i++) {
            values.add(new Value(
                    problems,
                    KeyPath.element(path, i),
                    items.get(i),
                    items.get(i).line()));
        }
        return values;
    }

    /** The members of a list of words from a closed set; {@code unknown} follows one that is none of them. */
    <E> List<E> tokens(int most, String how, Function<String, Optional<E>> known, String unknown) {
        var read = new ArrayList<E>();
        for (var element : list(most, how)) {
            var token = element.text(Integer.MAX_VALUE);
            var found = token == null || token.length() > FieldRules.LONGEST_LABEL
                    ? Optional.<E>empty()
                    : known.apply(token);
            found.ifPresent(read::add);
            if (token != null && found.isEmpty()) {
                element.problem(element.quoted() + " " + unknown);
            }
        }
        return read;
    }

    /** The entries of a map with names of the author's own; none where it is no map or too large. */
    Map<String, Value> map(int most, String how) {
        var values = new LinkedHashMap<String, Value>();
        if (!(node instanceof Mapping mapping)) {
            wrong("a map", how);
        } else if (mapping.entries().size() > most) {
            problem("has " + mapping.entries().size() + " entries, more than " + most);
        } else {
            mapping.entries()
                    .forEach((name, entry) -> values.put(
                            name, new Value(problems, KeyPath.child(path, name), entry.value(), entry.keyLine())));
        }
        return values;
    }

    /** The fields below, which are those of {@code general}; only where it is a map. */
    Section sectionOf(String general) {
        return Section.of(problems, path, (Mapping) node, line, general);
    }

    /** Whether it is a map with a field of this name. */
    boolean hasField(String field) {
        return node instanceof Mapping map && map.entries().containsKey(field);
    }

    /** The fields below; null and a problem where it is no map. */
    @Nullable
    Section section() {
        if (node instanceof Mapping map) {
            return Section.of(problems, path, map, line);
        }
        wrong("a map with " + String.join(", ", KnownFields.of(KeyPath.general(path))), "");
        return null;
    }
}
