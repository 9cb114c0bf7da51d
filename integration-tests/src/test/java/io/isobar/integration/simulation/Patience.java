package io.isobar.integration.simulation;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Ends the process where a run does not come to an end: code that never returns lets no simulated time pass, and breaks no rule. */
final class Patience implements AutoCloseable {
    private static final long MINUTES = 10;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "patience");
        thread.setDaemon(true);
        return thread;
    });

    private Patience(long seed, Thread running) {
        var _ = timer.schedule(() -> giveUp(seed, running), MINUTES, TimeUnit.MINUTES);
    }

    /** With the run of a seed, on the thread that calls. */
    static Patience with(long seed) {
        return new Patience(seed, Thread.currentThread());
    }

    private static void giveUp(long seed, Thread running) {
        System.out.println(
                "seed " + seed + ": not over after " + MINUTES + " minutes, a run takes less than one. It is at\n  "
                        + Arrays.stream(running.getStackTrace())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n  "))
                        + "\nit happens again with: make sim SEED=" + seed + " RUNS=1");
        System.exit(1);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
