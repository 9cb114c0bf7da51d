package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.Demand;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.lease.LeaseFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Slurm on this machine. */
final class SlurmSite implements DriverSite {
    static final PoolName GPUS = new PoolName("gpu-a100");
    static final PoolName DCUS = new PoolName("dcu-z100");
    static final Resources SMALL = new Resources(1, 1_000, 64 << 20);
    static final Duration PULSE = Duration.ofMillis(300);
    static final BootClock SINCE_BOOT = BootClock.ofLinux().orElseThrow();

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Path folder;
    private final RealSlurm slurm;

    SlurmSite(Path folder, RealSlurm slurm) {
        this.folder = folder;
        this.slurm = slurm;
    }

    @Override
    public ResourceManagerDriver open() {
        return open(Duration.ofMinutes(5));
    }

    SlurmDriver open(Duration startWithin) {
        lease(Duration.ofHours(1), Duration.ofSeconds(20));
        return open(startWithin, QueueSettings.NONE, true);
    }

    SlurmDriver open(SiteRuntime runtime) {
        return open(Duration.ofMinutes(5), QueueSettings.NONE, runtime, true);
    }

    /** The region has a lease from now on, in place of the one before. */
    void lease(Duration left, Duration grace) {
        try {
            new LeaseFile(folder.resolve("lease"), Clock.systemUTC())
                    .write(new Lease.Kept(
                            new Lease.Terms(Duration.ofHours(1), grace, 0),
                            SINCE_BOOT.now().plus(left).minus(Duration.ofHours(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SlurmDriver open(Duration startWithin, QueueSettings queue, boolean guards) {
        return open(startWithin, queue, SiteRuntime.NONE, guards);
    }

    private SlurmDriver open(Duration startWithin, QueueSettings queue, SiteRuntime runtime, boolean guards) {
        return open(slurm.commands(executor), executor, startWithin, queue, runtime, guards);
    }

    /** A driver with threads of its own, which asks in its own way. */
    SlurmDriver open(SlurmCommands commands, Executor threads) {
        return open(commands, threads, Duration.ofMinutes(5), QueueSettings.NONE, SiteRuntime.NONE, true);
    }

    private SlurmDriver open(
            SlurmCommands commands,
            Executor threads,
            Duration startWithin,
            QueueSettings queue,
            SiteRuntime runtime,
            boolean guards) {
        return new SlurmDriver(
                folder,
                commands,
                new SlurmSettings(
                        List.of(),
                        Map.of(),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        startWithin,
                        queue,
                        runtime,
                        PULSE,
                        profile -> profile),
                new OutputLimits(1 << 20, Duration.ofHours(1), 100),
                threads,
                Clock.systemUTC(),
                SINCE_BOOT,
                guards);
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
        return order(key, name, command, new Demand(GPUS, replicas, SMALL), null);
    }

    static LaunchOrder order(
            AttemptKey key, String name, List<String> command, Demand demand, @Nullable Duration timeLimit) {
        return new LaunchOrder(
                key,
                name,
                "tenant",
                command,
                null,
                Map.of("GREETING", "it's"),
                "cuda",
                demand,
                Duration.ofSeconds(2),
                timeLimit,
                null);
    }

    @Override
    public Foreign startForeign(String name) {
        long job = slurm.submitForeign(name);
        return new Foreign() {
            @Override
            public boolean runs() {
                return slurm.stateOf(job).equals("RUNNING");
            }

            @Override
            public void close() {
                slurm.cancel(job);
            }
        };
    }

    @Override
    public void passTime() {}

    @Override
    public void close() {
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
