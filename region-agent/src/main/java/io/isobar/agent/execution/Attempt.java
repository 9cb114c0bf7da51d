package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.Work;
import io.isobar.agent.execution.AttemptState.Ended;

/**
 * An attempt as its region knows it.
 *
 * @param sequence of the last report about it; grows with every change, over restarts too
 */
public record Attempt(Work work, AttemptState state, long sequence) {
    public AttemptKey key() {
        return work.order().key();
    }

    public AttemptId id() {
        return key().id();
    }

    public boolean hasEnded() {
        return state instanceof Ended;
    }

    Attempt to(AttemptState next) {
        return new Attempt(work, next, sequence + 1);
    }

    /** After a restart: the last few reports may not have reached the disk, and no number may be used twice. */
    Attempt recovered() {
        return new Attempt(work, state, sequence + 64);
    }
}
