package io.isobar.agent.lease;

import java.io.IOException;

/** Where a lease outlives the agent. */
@FunctionalInterface
public interface LeaseStore {
    /** Keeps it in place of the one before; what is the same again costs nothing. */
    void write(Lease.Kept kept) throws IOException;

    /** There is none: what was kept of an earlier one must not bind the next agent. */
    default void clear() throws IOException {}
}
