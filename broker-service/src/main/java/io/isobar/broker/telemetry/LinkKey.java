package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/** Ways are kept beside pools, under names that no pool has: ">" and the name of the peer. */
public final class LinkKey {
    private static final char MARK = '>';

    private LinkKey() {}

    static String of(String peer) {
        return MARK + peer;
    }

    /** {@code pool}: of a pool, a way, or null for the whole region. */
    static boolean isLink(@Nullable String pool) {
        return pool != null && !pool.isEmpty() && pool.charAt(0) == MARK;
    }

    /** Null: it is of no way. */
    public static @Nullable String peer(@Nullable String pool) {
        return pool != null && isLink(pool) ? pool.substring(1) : null;
    }
}
