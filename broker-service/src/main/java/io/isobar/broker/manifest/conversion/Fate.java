package io.isobar.broker.manifest.conversion;

import java.util.HashMap;
import java.util.Map;

/**
 * What becomes of a field that a workload has no place for.
 *
 * @param instead what happens instead; empty: nothing that anybody would miss, so that it is not mentioned
 * @param changesMeaning the work may come out differently
 */
public record Fate(String instead, boolean changesMeaning) {
    private static final Fate SILENT = new Fate("", false);

    /** The fates of the fields of a section. */
    public static final class Table {
        private final Map<String, Fate> fates = new HashMap<>();

        public Table silent(String... fields) {
            for (var field : fields) {
                fates.put(field, SILENT);
            }
            return this;
        }

        public Table lost(String instead, String... fields) {
            for (var field : fields) {
                fates.put(field, new Fate(instead, false));
            }
            return this;
        }

        public Table changed(String instead, String... fields) {
            for (var field : fields) {
                fates.put(field, new Fate(instead, true));
            }
            return this;
        }

        /** As the table says; a field that nobody knows may mean anything. */
        Fate of(String field) {
            return fates.getOrDefault(field, new Fate("is not known here; it is left out", true));
        }
    }
}
