package io.isobar.broker.fencing;

import java.time.Duration;

/**
 * How long a silent region is waited for.
 *
 * @param lostAfter from the end of its link until it is fenced; at least a second
 * @param stopAfter from the last renewal of its lease until it stops its work; at least a second
 * @param stopGrace from then until nothing of it may run; not negative
 * @param margin for clocks that do not run at the same rate, and for what looks only every second; at least 2 s
 */
public record SilenceRule(Duration lostAfter, Duration stopAfter, Duration stopGrace, Duration margin) {
    /** Clocks of two machines part by less than a hundredth of what they measure. */
    private static final int DRIFT = 100;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LEAST_MARGIN = Duration.ofSeconds(2);

    // After what it is checked by.
    public static final SilenceRule DEFAULT = new SilenceRule(
            Duration.ofSeconds(30), Duration.ofMinutes(4), Duration.ofSeconds(20), Duration.ofSeconds(10));

    public SilenceRule {
        if (lostAfter.compareTo(SECOND) < 0 || stopAfter.compareTo(SECOND) < 0 || stopGrace.isNegative()) {
            throw new IllegalArgumentException(
                    "lost-after and stop-after are at least 1s, and stop-grace is not negative: " + lostAfter.toMillis()
                            + " ms, " + stopAfter.toMillis() + " ms, " + stopGrace.toMillis() + " ms");
        }
        if (margin.compareTo(LEAST_MARGIN) < 0) {
            throw new IllegalArgumentException("margin is at least 2s, is " + margin.toMillis() + " ms");
        }
    }

    /** That of a region which may take so long to stop; never a shorter one. */
    public SilenceRule stoppingWithin(Duration within) {
        return within.compareTo(stopGrace) > 0 ? new SilenceRule(lostAfter, stopAfter, within, margin) : this;
    }

    /** The lease with the time that stopping may take. */
    public Duration lease() {
        return stopAfter.plus(stopGrace);
    }

    /** From a fence that is durable until no lease of this length can hold any more. */
    Duration untilOver(Duration lease) {
        return lease.plus(margin).plus(lease.dividedBy(DRIFT));
    }
}
