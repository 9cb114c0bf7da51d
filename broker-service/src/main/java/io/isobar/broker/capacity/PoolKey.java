package io.isobar.broker.capacity;

import java.util.Comparator;

/** Identifies a pool in the federation. */
public record PoolKey(RegionName region, String pool) implements Comparable<PoolKey> {
    /** A name before which no other is. */
    static final String FIRST = "0";

    private static final Comparator<PoolKey> ORDER =
            Comparator.comparing(PoolKey::region).thenComparing(PoolKey::pool);

    public PoolKey {
        if (!RegionName.isName(pool)) {
            throw new IllegalArgumentException("not a pool name: a pool is named like a region");
        }
    }

    @Override
    public int compareTo(PoolKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return region + "/" + pool;
    }
}
