package io.isobar.agent.wiring;

import io.isobar.agent.driver.simulated.Timers;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers of real time, all on one thread. */
final class ExecutorTimers implements Timers, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ExecutorTimers.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    ExecutorTimers() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("isobar-timers").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Handle schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "timer failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
