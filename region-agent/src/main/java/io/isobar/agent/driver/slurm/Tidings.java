package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import java.time.Instant;

/** Tells each thing of an attempt once. */
final class Tidings {
    private final WorkListener listener;

    Tidings(WorkListener listener) {
        this.listener = listener;
    }

    void running(SlurmAttempt attempt, Instant since) {
        synchronized (attempt) {
            if (attempt.toldRunning || attempt.over) {
                return;
            }
            attempt.toldRunning = true;
            attempt.waitsSince = null;
        }
        listener.on(new WorkEvent.Running(attempt.work.id(), since));
    }

    /** The work may have run between two looks: then that is told first. */
    void ended(SlurmAttempt attempt, WorkEnd end) {
        if (attempt.folder.unlaunched().isEmpty() && attempt.folder.allStarted()) {
            running(attempt, attempt.folder.startedAt().orElse(end.at()));
        }
        synchronized (attempt) {
            if (attempt.over) {
                return;
            }
            attempt.over = true;
        }
        listener.on(new WorkEvent.Ended(attempt.work.id(), end));
    }
}
