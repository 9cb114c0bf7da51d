package io.isobar.broker.ledger;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which of the brokers on one store leads: the one with the highest epoch, for as long as it renews its lease and keeps its session with
 * the store. Every write of a {@link Ledger} is conditional on the epoch, whatever else is believed. Every method throws
 * {@link io.isobar.broker.failure.Failure} with {@code DATABASE_UNAVAILABLE} where the store does not answer. Safe for concurrent use.
 */
public interface Leadership {
    /** An epoch that nobody leads by. */
    long NOBODYS = 0;

    /**
     * How the lead looks to one that waits.
     *
     * @param epoch of who leads, or did last
     * @param holder who that is
     * @param expired its lease is over
     * @param attended its session with the store is there; a process that ends loses it at once, one that only sleeps does not
     */
    record Sight(long epoch, Contender holder, boolean expired, boolean attended) {}

    /** How the lead looks; holds up nobody who writes. */
    Sight look();

    /**
     * Takes the lead where its lease is over, where one of the same name held it, or where {@code deserted} is the epoch of who held it
     * and its session is not there.
     *
     * @param deserted the epoch whose session was there and is gone; {@link #NOBODYS}: only the lease counts
     * @return the epoch, higher than any before; empty: another broker leads
     */
    OptionalLong take(Contender contender, Duration lease, long deserted);

    /** The same where nothing is known of a session. */
    default OptionalLong take(Contender contender, Duration lease) {
        return take(contender, lease, NOBODYS);
    }

    /** Holds the lead for so long from now. False: another broker has taken it, and nothing can be written any more. */
    boolean renew(Duration lease);

    /** Whether this process has the lead still; puts a session that broke back in its place where nobody took the lead meanwhile. */
    boolean confirm();

    /** Lets another lead at once. */
    void release();

    /** Who leads, or did last. */
    Contender holder();

    /** The epoch that this process writes under; {@link #NOBODYS}: it does not lead. */
    long epoch();
}
