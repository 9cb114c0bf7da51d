package io.isobar.agent.driver.process;

import io.isobar.agent.admission.Demand;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** This machine, with real processes. */
final class LocalMachineSite implements DriverSite {
    static final long OUTPUT_LIMIT = 1 << 20;
    static final OutputLimits LIMITS = new OutputLimits(OUTPUT_LIMIT, Duration.ofHours(1), 100);
    private static final Resources SHAPE = new Resources(0, 100, 64 << 20);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Path folder;

    LocalMachineSite(Path folder) {
        this.folder = folder;
    }

    @Override
    public ResourceManagerDriver open() {
        return new ProcessDriver(folder, List.of(), LoadRule.MEMORY, LIMITS, executor, Clock.systemUTC());
    }

    @Override
    public LaunchOrder order(AttemptKey key, String name, Behaviour behaviour, int replicas) {
        List<String> command =
                switch (behaviour) {
                    case SUCCEED_SOON -> List.of("sh", "-c", "echo $ISOBAR_ATTEMPT");
                    case FAIL_WITH_7 -> List.of("sh", "-c", "exit 7");
                    case RUN_LONG -> List.of("sleep", "3600");
                    case RUN_SHORT -> List.of("sleep", "3");
                    case CANNOT_LAUNCH -> List.of("no-such-program-anywhere");
                };
        return order(key, name, command, replicas);
    }

    static LaunchOrder order(AttemptKey key, String name, List<String> command, int replicas) {
        return new LaunchOrder(
                key,
                name,
                "tenant",
                command,
                null,
                Map.of(),
                "cpu",
                new Demand(Machine.POOL, replicas, SHAPE),
                Duration.ofSeconds(2),
                null,
                null);
    }

    @Override
    public Foreign startForeign(String name) throws IOException {
        Process process = new ProcessBuilder("sleep", "3600").start();
        return new Foreign() {
            @Override
            public boolean runs() {
                return process.isAlive();
            }

            @Override
            public void close() {
                process.destroyForcibly();
            }
        };
    }

    @Override
    public void passTime() {}

    @Override
    public void close() {
        stop(executor);
    }

    /** Until nothing is written or deleted any more in the folder that the test is about to delete. */
    static void stop(ExecutorService executor) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("tasks of the driver go on a minute after they were interrupted");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
