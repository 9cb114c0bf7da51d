package io.isobar.broker.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * How many pools may be counted for records: so many a second by the clock of the decisions, and what was not used of one second at
 * once. Counting stays a small part of deciding however many decisions there are. Not safe for concurrent use.
 */
final class CountBudget {
    private final long perSecond;
    private long left;
    private Instant at = Instant.MIN;

    CountBudget(long perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /** Whether so many may be counted now; they are taken from it. More than a second's are as many as a second's. */
    boolean takes(long pools, Instant now) {
        long wanted = Math.min(pools, perSecond);
        if (now.isBefore(at)) {
            // The clock was set back.
            at = now;
        }
        refill(now);
        if (wanted > left) {
            return false;
        }
        left -= wanted;
        return true;
    }

    private void refill(Instant now) {
        if (!now.isBefore(at.plusSeconds(1))) {
            left = perSecond;
            at = now;
            return;
        }
        long more = Duration.between(at, now).toNanos() * perSecond / 1_000_000_000;
        if (more > 0 && left < perSecond) {
            left = Math.min(perSecond, left + more);
            at = now;
        }
    }
}
