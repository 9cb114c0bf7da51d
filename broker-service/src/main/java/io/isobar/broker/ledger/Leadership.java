package io.isobar.broker.ledger;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which of the brokers on one store leads: the one with the highest epoch, for as long as it renews its lease. Every write of a {@link Ledger}
 * is conditional on it. Every method throws {@link io.isobar.broker.failure.Failure} with {@code DATABASE_UNAVAILABLE} where the
 * store does not answer. Safe for concurrent use.
 */
public interface Leadership {
    /**
     * Takes the lead where nobody holds it, or where {@code holder} did: that process must be gone then.
     *
     * @param holder a name that no other running broker has
     * @return the epoch, higher than any before; empty: another broker leads
     */
    OptionalLong take(String holder, Duration lease);

    /** Holds the lead for so long from now. False: another broker has taken it, and nothing can be written any more. */
    boolean renew(Duration lease);

    /** Lets another lead at once. */
    void release();

    /** Who leads, or did last; empty: nobody ever did. */
    String holder();

    /** The epoch that this process writes under; 0: it does not lead. */
    long epoch();
}
