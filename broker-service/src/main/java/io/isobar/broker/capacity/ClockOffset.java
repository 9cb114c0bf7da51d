package io.isobar.broker.capacity;

import java.time.Duration;

/**
 * How far an agent's clock is from the broker's.
 *
 * @param ahead agent's clock minus broker's
 * @param uncertainty what it may be off by, either way: half the round trip of the exchange that showed it; not negative
 */
public record ClockOffset(Duration ahead, Duration uncertainty) {
    public ClockOffset {
        if (uncertainty.isNegative()) {
            throw new IllegalArgumentException("an uncertainty is not negative, is " + uncertainty);
        }
    }

    /** Whether it is certain to be more than this. */
    public boolean exceeds(Duration limit) {
        return ahead.abs().minus(uncertainty).compareTo(limit) > 0;
    }
}
