package io.isobar.agent.driver.slurm;

import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.LeaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers the guards of jobs. A guard writes down its machine's time since its start; the answer says this machine's, read after the question was.
 * So the guard knows the lease's end by its own clock, too early by what the answer took and never too late: see guard.sh.
 */
final class GuardAnswers {
    private static final System.Logger LOG = System.getLogger(GuardAnswers.class.getName());
    /** What waits for an answer does not run yet. */
    private static final Duration LOOK = Duration.ofMillis(50);
    /** Who was answered asks again every few hours, as clocks run apart, and repeats it until there is an answer. */
    private static final int SELDOM = 1_200;

    private final Fleet fleet;
    private final BootClock clock;
    private final Path lease;
    private final String boot = LeaseFile.boot();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long looks;

    GuardAnswers(Fleet fleet, BootClock clock, Path lease) {
        this.fleet = fleet;
        this.clock = clock;
        this.lease = lease;
    }

    /** Until closed. */
    void run() {
        try {
            do {
                look();
            } while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed.countDown();
    }

    private void look() {
        boolean all = looks++ % SELDOM == 0;
        for (SlurmAttempt attempt : fleet.guarded(all)) {
            try {
                answer(attempt, all);
            } catch (IOException | RuntimeException e) {
                // It is tried again at the next look, and said once a minute.
                if (all) {
                    LOG.log(System.Logger.Level.WARNING, "guards not answered attempt=" + attempt.work.id(), e);
                }
            }
        }
    }

    private void answer(SlurmAttempt attempt, boolean all) throws IOException {
        long[] answered = attempt.answered;
        if (!all && Arrays.stream(answered).allMatch(asked -> asked >= 0)) {
            return;
        }
        for (int replica = 0; replica < answered.length; replica++) {
            OptionalLong asked = all || answered[replica] < 0 ? attempt.folder.asked(replica) : OptionalLong.empty();
            if (asked.isPresent() && asked.getAsLong() != answered[replica]) {
                attempt.folder.answer(replica, answerTo(asked.getAsLong()));
                answered[replica] = asked.getAsLong();
            }
        }
    }

    /** The clock is read after the question and rounded up, so that it is not behind what it was then. */
    private String answerTo(long asked) {
        long now = clock.now().toMillis() / 10 + 1;
        return asked + " " + now + " " + boot + " " + (Files.exists(lease) ? "leased" : "free") + " .\n";
    }
}
