package io.isobar.broker.capacity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools of the book: by key, in order, and by number. A number is an index into whatever readers keep of pools, so numbers are
 * without gaps, and a pool that is gone keeps its own until they have doubled; then those that nothing needs any more are let go of,
 * and the others are numbered anew. So there are at most twice as many as were needed at once. Not safe for concurrent use.
 */
final class PoolEntries {
    /** To number so few anew saves nothing. */
    static final int FEW = 16;

    private final TreeMap<PoolKey, PoolEntry> inOrder = new TreeMap<>();
    private final Map<PoolKey, PoolEntry> byKey = new HashMap<>();
    private final List<PoolEntry> byNumber = new ArrayList<>();
    private int enough = FEW;
    private long numberings;

    @Nullable
    PoolEntry find(PoolKey key) {
        return byKey.get(key);
    }

    PoolEntry at(int number) {
        return byNumber.get(number);
    }

    /** How many there are: numbers are below. */
    int size() {
        return byNumber.size();
    }

    /** Grows whenever they are numbered anew. */
    long numberings() {
        return numberings;
    }

    /** By number. */
    List<PoolEntry> all() {
        return Collections.unmodifiableList(byNumber);
    }

    Collection<PoolEntry> inOrder() {
        return Collections.unmodifiableCollection(inOrder.values());
    }

    /** They stand together, for pools are in the order of their regions first. */
    List<PoolEntry> of(RegionName region) {
        var found = new ArrayList<PoolEntry>();
        for (var pool : inOrder.tailMap(new PoolKey(region, PoolKey.FIRST)).values()) {
            if (!pool.key().region().equals(region)) {
                break;
            }
            found.add(pool);
        }
        return found;
    }

    /** Of a pool that is not there yet; its number is {@link #size}. */
    void add(PoolEntry entry) {
        byNumber.add(entry);
        byKey.put(entry.key(), entry);
        inOrder.put(entry.key(), entry);
    }

    /** Where there are as many again as were needed last, lets go of those that are not. True: the others have other numbers. */
    boolean letGo() {
        if (byNumber.size() < enough) {
            return false;
        }
        int before = byNumber.size();
        byNumber.removeIf(PoolEntry::isNotNeeded);
        enough = Math.max(FEW, 2 * byNumber.size());
        if (byNumber.size() == before) {
            return false;
        }
        byKey.values().removeIf(PoolEntry::isNotNeeded);
        inOrder.values().removeIf(PoolEntry::isNotNeeded);
        for (int number = 0; number < byNumber.size(); number++) {
            byNumber.get(number).number(number);
        }
        numberings++;
        return true;
    }
}
