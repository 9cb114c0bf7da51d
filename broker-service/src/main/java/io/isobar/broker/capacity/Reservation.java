package io.isobar.broker.capacity;

import java.time.Instant;

/**
 * Nodes of a pool that are a tenant's for a time, whichever nodes they are.
 *
 * @param name by which work says that it is for it; of one pool no two have the same
 * @param nodes how many, at least 1
 * @param from when they are first the tenant's
 * @param until when they are the tenant's no more; after {@code from}
 */
public record Reservation(PoolKey pool, String name, String tenant, int nodes, Instant from, Instant until) {
    /** In one pool, at a time or one after the other. */
    public static final int MOST_IN_A_POOL = 16;

    /** Which one it is. */
    public record Key(PoolKey pool, String name) {}

    public Reservation {
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes must be at least 1, is " + nodes);
        }
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a reservation ends after it begins at " + from + ", not at " + until);
        }
    }

    public Key key() {
        return new Key(pool, name);
    }

    public boolean isFor(String someTenant, String someName) {
        return tenant.equals(someTenant) && name.equals(someName);
    }

    public boolean hasBegunAt(Instant time) {
        return !time.isBefore(from);
    }

    public boolean isOverAt(Instant time) {
        return !time.isBefore(until);
    }

    boolean isActiveAt(Instant time) {
        return hasBegunAt(time) && !isOverAt(time);
    }
}
