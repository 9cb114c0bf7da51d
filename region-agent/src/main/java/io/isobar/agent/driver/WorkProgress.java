package io.isobar.agent.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far work has come, as it says itself.
 *
 * @param steps that are done, not negative
 * @param total in all, positive; null: it does not say
 * @param at when they were done
 */
public record WorkProgress(long steps, @Nullable Long total, Instant at) {
    public WorkProgress {
        if (steps < 0 || (total != null && total <= 0)) {
            throw new IllegalArgumentException(
                    "steps are not negative and a total is positive: " + steps + " of " + total);
        }
    }
}
