package io.isobar.agent.inventory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a pool's nodes are places in the queue of its resource manager: what is admitted there may wait before it runs.
 *
 * @param foretold null: nobody knows how long
 */
public record SiteQueue(@Nullable Wait foretold) {
    public static final Duration LONGEST = Duration.ofDays(366);

    /**
     * How long what enters now waits.
     *
     * @param mean expected, 0 to {@link #LONGEST}
     * @param high nine of ten wait no longer; at least the mean
     */
    public record Wait(Duration mean, Duration high) {
        public Wait {
            if (mean.isNegative() || high.compareTo(mean) < 0 || high.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a wait of " + mean + ", nine of ten " + high
                        + "; the second is not below the first, and neither negative or above " + LONGEST);
            }
        }
    }
}
