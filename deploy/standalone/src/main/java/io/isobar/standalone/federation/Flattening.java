package io.isobar.standalone.federation;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Turns nested YAML into the dotted keys of a properties file: maps by dots, lists by [0], [1], … */
final class Flattening {
    private Flattening() {}

    /** Keys as written, joined; scalars as written, so that "560.30" stays the text it is. */
    static SequencedMap<String, String> of(Object node) {
        TreeMap<String, String> flat = new TreeMap<>();
        add("", node, flat);
        return flat;
    }

    private static void add(String key, Object node, Map<String, String> flat) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> add(key.isEmpty() ? text(name) : key + "." + name, value, flat));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    add(key + "[" + i + "]", list.get(i), flat);
                }
            }
            default -> flat.put(key, text(node));
        }
    }

    private static String text(Object scalar) {
        return String.valueOf(scalar);
    }
}
