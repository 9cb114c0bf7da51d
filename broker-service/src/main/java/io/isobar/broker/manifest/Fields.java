package io.isobar.broker.manifest;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a section that is printed, without those that say nothing. */
final class Fields {
    private final Map<String, Object> map = new LinkedHashMap<>();

    /** An empty list or map says nothing. */
    void put(String field, Object value) {
        boolean empty = (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> below && below.isEmpty());
        putUnless(empty, field, value);
    }

    void putAlways(String field, Object value) {
        map.put(field, value);
    }

    void putUnless(boolean usual, String field, Object value) {
        if (!usual) {
            map.put(field, value);
        }
    }

    <T> void putIfAny(String field, @Nullable T value, Function<T, Object> printed) {
        if (value != null) {
            put(field, printed.apply(value));
        }
    }

    /** In the order of the names, so that equal maps are printed alike. */
    void putTexts(String field, Map<String, String> texts) {
        put(field, new TreeMap<>(texts));
    }

    Map<String, Object> map() {
        return map;
    }
}
