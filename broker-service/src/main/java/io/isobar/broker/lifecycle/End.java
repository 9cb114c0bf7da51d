package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param exitCode 128 + n where a signal n ended it; null: it has none
 */
public record End(
        Outcome outcome,
        Reason reason,
        String message,
        @Nullable Integer exitCode,
        Instant at) {
    /** Who or what is to blame. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        REFUSED,
        LAUNCH_FAILED,
        NODE_FAILED,
        PREEMPTED,
        LOST,
        /** It was to blame for nothing: another part of its gang ended, and it was stopped. */
        RELEASED
    }

    /** What a region's reason for an end means for the attempt. */
    static Outcome outcomeOf(Reason reason) {
        return switch (reason) {
            case EXIT_ZERO -> Outcome.SUCCEEDED;
            case CANCELLED_BY_USER -> Outcome.CANCELLED;
            case LAUNCH_FAILED, START_DEADLINE -> Outcome.LAUNCH_FAILED;
            case NODE_FAILED -> Outcome.NODE_FAILED;
            case PREEMPTED, QUOTA_RECLAIMED, LEFT_QUEUE, CANCELLED_BY_REGION -> Outcome.PREEMPTED;
            case GANG_BROKEN, GANG_DONE -> Outcome.RELEASED;
            case REGION_LOST, VANISHED, STALE_EPOCH -> Outcome.LOST;
            default -> Outcome.FAILED;
        };
    }
}
