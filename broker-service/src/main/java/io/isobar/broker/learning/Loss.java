package io.isobar.broker.learning;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.market.BillingMode;

/** Whether what ended was lost by its hardware or its region; not by its user, the federation, or its own fault. */
enum Loss {
    NONE,
    /** A node or the region failed under it, or took it back from capacity that should stay. */
    FAILURE,
    /** Spot capacity was taken back. */
    RECLAIM;

    /** @param before as it was before it ended; it had begun to run */
    static Loss of(Attempt before, End end) {
        if (before.state() instanceof AttemptState.Stopping) {
            // It was told to stop: how it ended says nothing of where it ran.
            return NONE;
        }
        boolean spot = before.assignment().offer().mode() == BillingMode.SPOT;
        return switch (end.outcome()) {
            case NODE_FAILED -> FAILURE;
            case LOST -> end.reason() == Reason.STALE_EPOCH ? NONE : FAILURE;
            case PREEMPTED -> spot ? RECLAIM : FAILURE;
            case SUCCEEDED, FAILED, CANCELLED, REFUSED, LAUNCH_FAILED, RELEASED -> NONE;
        };
    }
}
