package io.isobar.broker.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From folded names to what they mean. Open addressing in a table four times as large as its content, so that nearly
 * every look-up touches one slot; a look-up allocates nothing.
 */
final class NameTable {
    private final @Nullable String[] keys;
    private final @Nullable Resolution[] values;
    private final int mask;

    NameTable(Map<String, Resolution> byFoldedName) {
        int size = Integer.highestOneBit(Math.max(16, byFoldedName.size() * 4 - 1)) << 1;
        this.keys = new @Nullable String[size];
        this.values = new @Nullable Resolution[size];
        this.mask = size - 1;
        byFoldedName.forEach((key, value) -> {
            int slot = FoldedName.hash(key) & mask;
            while (keys[slot] != null) {
                slot = (slot + 1) & mask;
            }
            keys[slot] = key;
            values[slot] = value;
        });
    }

    @Nullable
    Resolution find(CharSequence name) {
        int slot = FoldedName.hash(name) & mask;
        for (String key = keys[slot]; key != null; key = keys[slot]) {
            if (FoldedName.folds(name, key)) {
                return values[slot];
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }
}
