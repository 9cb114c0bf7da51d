package io.isobar.broker.learning;

import java.time.Duration;

/**
 * A run of work, whole or in part.
 *
 * @param expected what all of it would have been expected to take if no run had been seen, positive
 * @param took what all of it took, or takes at the rate that was seen
 * @param share of it that was seen, above 0; 1: all
 */
public record Run(RunKind kind, Duration expected, Duration took, double share) {
    /** A shorter run says more about starting than about computing. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A run that took more or less than so many times what was expected counts as if it had not. */
    static final double FURTHEST = 20;

    public Run {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of a run must be above 0 and at most 1, is " + share);
        }
    }

    boolean says() {
        return took.compareTo(SHORTEST) >= 0 && expected.compareTo(SHORTEST) >= 0;
    }

    /** Of the time taken by the time expected. */
    double logarithm() {
        return Math.log(Math.clamp((double) took.toMillis() / expected.toMillis(), 1 / FURTHEST, FURTHEST));
    }
}
