package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkProgress;
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

    /** The work may have run between two looks: then that is told first. How far it said it was goes with its end. Reads files. */
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
        WorkProgress last = attempt.folder.progress(end.at()).orElse(null);
        listener.on(new WorkEvent.Ended(attempt.work.id(), end.having(last)));
    }
}
