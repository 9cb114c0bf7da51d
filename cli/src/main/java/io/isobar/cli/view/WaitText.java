package io.isobar.cli.view;

import io.isobar.cli.text.Times;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptState;

/** What work waits for in the queue of its region's resource manager. */
final class WaitText {
    private WaitText() {}

    /** "in the region's queue as Slurm job 123: Resources; starts about 2026-11-20T12:00:00Z"; empty where it does not wait there. */
    static String of(Attempt attempt, Frame frame) {
        if (!attempt.hasWaiting() || attempt.getState() != AttemptState.ATTEMPT_STATE_STARTING) {
            return "";
        }
        var waiting = attempt.getWaiting();
        return "in the region's queue as " + waiting.getWhy()
                + (waiting.hasExpectedStartAt()
                        ? "; starts about " + Times.full(waiting.getExpectedStartAt(), frame.zone())
                        : "; when it starts is not known");
    }
}
