package io.isobar.integration.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Ends the process where a run does not come to an end: code that never returns lets no simulated time pass, and breaks no rule. */
final class Patience implements AutoCloseable {
    /** Of a processor. A run takes a second, and a hundred at most. */
    private static final Duration MOST = Duration.ofMinutes(5);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "patience");
        thread.setDaemon(true);
        return thread;
    });
    private final long seed;
    private final Thread running;
    private final long began;

    private Patience(long seed, Thread running) {
        this.seed = seed;
        this.running = running;
        this.began = threads.getThreadCpuTime(running.threadId());
        var _ = timer.scheduleAtFixedRate(this::look, 30, 30, TimeUnit.SECONDS);
    }

    /** With the run of a seed, on the thread that calls. */
    static Patience with(long seed) {
        return new Patience(seed, Thread.currentThread());
    }

    private void look() {
        if (threads.getThreadCpuTime(running.threadId()) - began > MOST.toNanos()) {
            System.out.println("seed " + seed + ": not over after " + MOST.toMinutes()
                    + " minutes of a processor. It is at\n  "
                    + Arrays.stream(running.getStackTrace())
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining("\n  "))
                    + "\nit happens again with: make sim SEED=" + seed + " RUNS=1");
            System.exit(1);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
