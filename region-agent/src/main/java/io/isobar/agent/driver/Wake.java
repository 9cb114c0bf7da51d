package io.isobar.agent.driver;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a thread sleep until its time has come, or something has happened that it should look at. */
public final class Wake {
    private final Semaphore happened = new Semaphore(0);

    public void now() {
        happened.release();
    }

    /** Returns after the time, or when woken, but never before {@code atLeast}. */
    public void await(Duration atLeast, Duration atMost) throws InterruptedException {
        long least = Math.max(0, atLeast.toNanos());
        TimeUnit.NANOSECONDS.sleep(least);
        if (happened.tryAcquire(Math.max(0, atMost.toNanos() - least), TimeUnit.NANOSECONDS)) {
            happened.drainPermits();
        }
    }
}
