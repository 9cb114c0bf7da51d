package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.Wake;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Asks the API server for attempts: for each one thing at a time, for all a few. */
final class Tasks {
    private static final System.Logger LOG = System.getLogger(Tasks.class.getName());
    private static final int PARALLEL = 8;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(PARALLEL);
    private final Executor executor;
    private final InstantSource clock;
    private final Wake wake;

    Tasks(Executor executor, InstantSource clock, Wake wake) {
        this.executor = executor;
        this.clock = clock;
        this.wake = wake;
    }

    /** Does nothing where something is being done for the attempt, or was not answered just now; returns at once. */
    void begin(KubernetesAttempt attempt, Runnable task) {
        begin(attempt, task, true);
    }

    /** The same for what waits more than it asks. */
    void await(KubernetesAttempt attempt, Runnable task) {
        begin(attempt, task, false);
    }

    private void begin(KubernetesAttempt attempt, Runnable task, boolean takesPlace) {
        if (!attempt.begin(clock.instant())) {
            return;
        }
        executor.execute(() -> {
            if (takesPlace) {
                places.acquireUninterruptibly();
            }
            try {
                task.run();
            } catch (KubernetesUnavailableException e) {
                attempt.retry(clock.instant().plus(AGAIN_AFTER));
                LOG.log(System.Logger.Level.DEBUG, "not answered attempt=" + attempt.work.id(), e);
            } catch (RuntimeException e) {
                attempt.retry(clock.instant().plus(AGAIN_AFTER));
                LOG.log(System.Logger.Level.WARNING, "failed, and is tried again attempt=" + attempt.work.id(), e);
            } finally {
                if (takesPlace) {
                    places.release();
                }
                attempt.end();
                wake.now();
            }
        });
    }
}
