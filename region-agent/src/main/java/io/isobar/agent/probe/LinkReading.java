package io.isobar.agent.probe;

import java.time.Instant;

/**
 * What a probe found.
 *
 * @param peer the other end
 * @param value seconds, or bits a second; above 0
 * @param minimum of the exchanges; where there is but one value, that
 * @param maximum likewise
 */
public record LinkReading(String peer, Quantity quantity, double value, double minimum, double maximum, Instant at) {
    /** What of a way is measured. */
    public enum Quantity {
        /** There and back: the median, in seconds. */
        ROUND_TRIP,
        /** From the peer to here, in bits a second. */
        BANDWIDTH
    }

    public LinkReading {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(quantity + " to " + peer + " must be above 0 and finite, not " + value);
        }
    }
}
