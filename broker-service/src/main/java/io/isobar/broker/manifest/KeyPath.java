package io.isobar.broker.manifest;

import io.isobar.broker.resource.QuantityException;
import java.util.regex.Pattern;

/** Paths of fields as messages write them: {@code spec.variants[2].env["a b"]}. */
final class KeyPath {
    private static final int LONGEST_PLAIN = 63;
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");

    private KeyPath() {}

    static String child(String path, String key) {
        if (!isPlain(key)) {
            return path + "[" + QuantityException.quoted(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A letter or {@code _}, then letters, digits, {@code _} and {@code -}; at most 63. Asked for every field of every file. */
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean later = (c >= '0' && c <= '9') || c == '-';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= LONGEST_PLAIN;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    /**
     * The path with every index left out: {@code spec.variants[].env}. Elements of both lists of alternatives have the same
     * fields as those of the plain one.
     */
    static String general(String path) {
        if (path.indexOf('[') < 0) {
            return path;
        }
        var general = INDEX.matcher(path).replaceAll("[]");
        return general.replace(".anyOf[]", "[]").replace(".ordered[]", "[]");
    }
}
