package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Submits what is to run, a few attempts at a time. */
final class Submissions {
    private static final System.Logger LOG = System.getLogger(Submissions.class.getName());
    /** Submissions at the same time. */
    private static final int PARALLEL = 4;

    private final Semaphore places = new Semaphore(PARALLEL);
    private final Submission submission;
    private final ClusterWatch watch;
    private final Executor executor;
    private final InstantSource clock;
    private final Tidings tidings;
    private final Wake wake;

    Submissions(
            Submission submission,
            ClusterWatch watch,
            Executor executor,
            InstantSource clock,
            Tidings tidings,
            Wake wake) {
        this.submission = submission;
        this.watch = watch;
        this.executor = executor;
        this.clock = clock;
        this.tidings = tidings;
        this.wake = wake;
    }

    /**
     * Submits the attempt's next run; returns at once.
     *
     * @param looks how many looks at the queue have begun
     */
    void next(SlurmAttempt attempt, LongSupplier looks) {
        synchronized (attempt) {
            attempt.submitting = true;
        }
        executor.execute(() -> {
            places.acquireUninterruptibly();
            try {
                submit(attempt, looks);
            } finally {
                places.release();
            }
        });
    }

    private void submit(SlurmAttempt attempt, LongSupplier looks) {
        int run = attempt.run + 1;
        String refusal = null;
        try {
            if (attempt.isWanted()) {
                submission.submit(attempt, pool(attempt), run);
            }
        } catch (SlurmUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "not known whether Slurm took the job attempt=" + attempt.work.id(),
                    e);
            attempt.unanswered++;
        } catch (SlurmRefusedException e) {
            refusal = "Slurm refuses the job: " + e.getMessage();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job not submitted attempt=" + attempt.work.id(), e);
            refusal = "the job could not be submitted: " + e;
        } finally {
            submitted(attempt, run, looks);
        }
        if (refusal != null && gaveUp(attempt, run)) {
            tidings.ended(attempt, new WorkEnd(Reason.LAUNCH_FAILED, null, refusal, clock.instant()));
        }
        wake.now();
    }

    private SlurmPool pool(SlurmAttempt attempt) {
        var name = attempt.work.order().demand().pool();
        return watch.pools()
                .orElseGet(watch::look)
                .find(name)
                .orElseThrow(() -> new SlurmRefusedException("the pool " + name + " is no longer there"));
    }

    private static void submitted(SlurmAttempt attempt, int run, LongSupplier looks) {
        boolean tried = attempt.folder.runs() > run;
        synchronized (attempt) {
            if (tried) {
                attempt.run = run;
            }
            attempt.submitting = false;
            attempt.shownFrom = looks.getAsLong() + 1;
        }
    }

    /** Whether no job can begin the run any more. */
    static boolean gaveUp(SlurmAttempt attempt, int run) {
        try {
            attempt.folder.create();
            return attempt.folder.giveUp(run);
        } catch (IOException e) {
            // Without a folder no job can begin.
            LOG.log(System.Logger.Level.WARNING, "claim not taken attempt=" + attempt.work.id(), e);
            return true;
        }
    }
}
