package io.isobar.broker.workload;

import java.util.Set;

/**
 * When a workload is tried again.
 *
 * @param limit most attempts after the first that are spent on the causes of {@code on}; 0 to 100
 */
public record RetryRule(int limit, Set<Cause> on, boolean avoidSameRegion) {
    public static final RetryRule USUAL =
            new RetryRule(3, Set.of(Cause.LOST, Cause.PREEMPTED, Cause.NODE_FAILED, Cause.LAUNCH_FAILED), true);

    /** How an attempt can end without the work itself being at fault; and FAILED, where the user asks for it. */
    public enum Cause {
        LOST,
        PREEMPTED,
        NODE_FAILED,
        LAUNCH_FAILED,
        FAILED
    }

    public RetryRule {
        on = Set.copyOf(on);
        if (limit < 0 || limit > 100) {
            throw new IllegalArgumentException("retry.limit must be 0 to 100, is " + limit);
        }
    }
}
