package io.isobar.broker.manifest;

import io.isobar.broker.resource.QuantityException;
import java.util.regex.Pattern;

/** Paths of fields as messages write them: {@code spec.variants[2].env["a b"]}. */
final class KeyPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");

    private KeyPath() {}

    static String child(String path, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return path + "[" + QuantityException.quoted(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    /**
     * The path with every index left out: {@code spec.variants[].env}. Elements of both lists of alternatives have the same
     * fields as those of the plain one.
     */
    static String general(String path) {
        var general = INDEX.matcher(path).replaceAll("[]");
        return general.replace(".anyOf[]", "[]").replace(".ordered[]", "[]");
    }
}
