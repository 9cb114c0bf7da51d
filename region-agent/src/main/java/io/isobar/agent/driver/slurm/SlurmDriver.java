package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.files.FileOutput;
import io.isobar.agent.driver.files.ForgottenAttempts;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.driver.files.StateFolders;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs work as jobs of a Slurm cluster: one job for all replicas of an attempt. Each attempt has a folder, which the nodes share; what
 * its script leaves there and what the queue says together tell what becomes of it, see {@link Judge}.
 */
public final class SlurmDriver implements ResourceManagerDriver {
    private static final System.Logger LOG = System.getLogger(SlurmDriver.class.getName());

    private final Path folder;
    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private final OutputLimits limits;
    private final Executor executor;
    private final InstantSource clock;
    private final StateFolders stateFolders;
    private final ForgottenAttempts forgotten;
    private final Map<AttemptId, FileOutput> outputs = new ConcurrentHashMap<>();
    private final ClusterWatch watch;
    private volatile @Nullable Fleet fleet;
    private @Nullable Rounds rounds;
    private volatile boolean closed;

    /**
     * A driver that has not started.
     *
     * @param folder the region's own, for all its files; the nodes see it under the same name
     * @param limits how much output is kept, and for how long
     * @param executor runs each task on a thread that may block
     */
    public SlurmDriver(
            Path folder,
            SlurmCommands slurm,
            SlurmSettings settings,
            OutputLimits limits,
            Executor executor,
            InstantSource clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.slurm = slurm;
        this.settings = settings;
        this.limits = limits;
        this.executor = executor;
        this.clock = clock;
        this.stateFolders = new StateFolders(this.folder);
        this.forgotten = new ForgottenAttempts(this.folder.resolve("attempts"), limits, clock);
        this.watch = new ClusterWatch(slurm, settings);
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.SLURM;
    }

    @Override
    public Inventory discover() {
        List<Placement> before = fleet == null ? List.of() : started().holding();
        Pools pools = watch.look();
        if (fleet != null) {
            started().poll();
        }
        List<Placement> after = fleet == null ? List.of() : started().holding();
        return pools.inventory(
                Pools.perNode(before.stream().filter(after::contains).toList()));
    }

    @Override
    public Survey survey() {
        return new ClusterSurvey(slurm.cluster(), settings).survey();
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        if (order.image() != null) {
            return Optional.of(new Refusal(
                    Reason.IMAGE_UNSUPPORTED, "this region runs commands on the nodes of Slurm; it cannot run images"));
        }
        Optional<SlurmPool> pool =
                watch.pools().flatMap(pools -> pools.find(order.demand().pool()));
        Duration most =
                pool.map(SlurmPool::partition).map(SlurmPartition::maxTime).orElse(null);
        Duration limit = order.timeLimit();
        if (most != null && limit != null && limit.compareTo(most) > 0) {
            return Optional.of(new Refusal(
                    Reason.RUN_TIME_ABOVE_LIMIT,
                    "the time limit is " + limit.toMinutes() + " min, and partition "
                            + pool.map(its -> its.partition().name()).orElse("")
                            + " lets a job run for at most " + most.toMinutes() + " min"));
        }
        return Optional.empty();
    }

    @Override
    public void start(List<KnownWork> known, WorkListener listener) {
        try {
            Files.createDirectories(folder.resolve("attempts"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the Slurm driver cannot use its folder " + folder + ": " + e.getMessage(), e);
        }
        // After a close another agent tells; two must not.
        WorkListener whileOpen = event -> {
            if (!closed) {
                listener.on(event);
            }
        };
        Wake wake = new Wake();
        String owner = OwnerMark.ownerOf(folder);
        Tidings tidings = new Tidings(whileOpen);
        Submissions submissions = new Submissions(
                new Submission(slurm, stateFolders, owner, settings.pulse()), watch, executor, clock, tidings, wake);
        Follower follower = new Follower(slurm, settings, clock, submissions, tidings);
        Fleet jobs = new Fleet(owner, slurm, submissions, follower, clock, wake);
        fleet = jobs;
        for (KnownWork work : known) {
            SlurmAttempt attempt = attempt(work.work());
            attempt.toldRunning = work.startedAt() != null;
            attempt.over = work.endedAt() != null;
            jobs.adopt(attempt);
        }
        for (AttemptId id : forgotten.load()) {
            int replicas = forgotten.replicas(id);
            outputs.putIfAbsent(id, output(id, replicas, null));
        }
        stateFolders.sweep();
        Rounds going = new Rounds(jobs, watch, settings, clock, whileOpen, wake, this::tendOutputs);
        rounds = going;
        executor.execute(going::run);
    }

    private Fleet started() {
        Fleet ready = fleet;
        if (ready == null) {
            throw new IllegalStateException("the driver was not started");
        }
        return ready;
    }

    private SlurmAttempt attempt(Work work) {
        int replicas = work.order().demand().replicas();
        SlurmAttempt attempt = new SlurmAttempt(work, folderOf(work.id(), replicas));
        outputs.put(work.id(), output(work.id(), replicas, attempt));
        return attempt;
    }

    private AttemptFolder folderOf(AttemptId id, int replicas) {
        return new AttemptFolder(folder.resolve("attempts").resolve(id.value()), replicas);
    }

    private FileOutput output(AttemptId id, int replicas, @Nullable SlurmAttempt attempt) {
        AttemptFolder place = folderOf(id, replicas);
        return new FileOutput(replicas, place::output, limits.bytesPerStream(), () -> attempt == null || attempt.over);
    }

    @Override
    public void launch(Work work) {
        if (!started().knows(work.id())) {
            started().launch(attempt(work));
        }
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        started().stop(attempt, grace);
    }

    @Override
    public void forget(AttemptId attempt) {
        if (started().forget(attempt)) {
            executor.execute(() -> {
                forgotten.add(attempt);
                dropWhatIsKeptNoLonger();
            });
        }
    }

    private void dropWhatIsKeptNoLonger() {
        List<AttemptId> dropped = forgotten.dropExpired();
        if (!dropped.isEmpty()) {
            dropped.forEach(outputs::remove);
            stateFolders.sweep();
        }
    }

    private void tendOutputs() {
        dropWhatIsKeptNoLonger();
        for (FileOutput output : outputs.values()) {
            if (!output.complete()) {
                try {
                    output.cut();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "output cannot be cut", e);
                }
            }
        }
    }

    @Override
    public Optional<WorkOutput> output(AttemptId attempt) {
        return Optional.ofNullable(outputs.get(attempt));
    }

    @Override
    public List<Measurement> measure() {
        return watch.measure(fleet == null ? 0 : started().waiting(), clock.instant());
    }

    @Override
    public void close() {
        closed = true;
        if (rounds != null) {
            rounds.close();
        }
    }
}
