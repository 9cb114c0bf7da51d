package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.WorkWait;
import io.isobar.agent.driver.files.KeptOutputs;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.driver.files.StateFolders;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.lease.BootClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs work as jobs of a Slurm cluster: one job for all replicas of an attempt. Each attempt has a folder, which the nodes share; what
 * its script leaves there and what the queue says together tell what becomes of it, see {@link Judge}. On its node each replica has a
 * guard, which ends it once the region's lease has run out, see guard.sh.
 */
public final class SlurmDriver implements ResourceManagerDriver {
    private final Path folder;
    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private final Executor executor;
    private final InstantSource clock;
    private final StateFolders stateFolders;
    private final KeptOutputs outputs;
    private final ClusterWatch watch;
    private final QueueWaits waits;
    private final BootClock sinceBoot;
    private final Guarding guarding;
    private volatile @Nullable Fleet fleet;
    private @Nullable Rounds rounds;
    private @Nullable GuardAnswers answers;
    private volatile boolean closed;

    /**
     * A driver that has not started.
     *
     * @param folder the region's own, for all its files; the nodes see it under the same name
     * @param limits how much output is kept, and for how long
     * @param executor runs each task on a thread that may block
     * @param sinceBoot the clock of the lease, which the agent keeps in {@code folder}
     * @param guards whether jobs carry a guard, which ends them when the lease has run out
     */
    public SlurmDriver(
            Path folder,
            SlurmCommands slurm,
            SlurmSettings settings,
            OutputLimits limits,
            Executor executor,
            InstantSource clock,
            BootClock sinceBoot,
            boolean guards) {
        this.folder = folder.toAbsolutePath().normalize();
        this.slurm = slurm;
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.stateFolders = new StateFolders(this.folder);
        this.outputs = new KeptOutputs(
                this.folder, (id, replicas) -> folderOf(id, replicas)::output, limits, stateFolders, clock);
        this.watch = new ClusterWatch(slurm, settings);
        this.waits = new QueueWaits(slurm, this.folder.resolve("queue-waits"));
        this.sinceBoot = sinceBoot;
        this.guarding = new Guarding(
                guards,
                this.folder.resolve("attempts"),
                this.folder.resolve("lease"),
                settings.pulse().multipliedBy(Follower.MISSED_BEATS));
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.SLURM;
    }

    /** Not while jobs may run that an agent submitted without guards. Reads the folder of all attempts. */
    @Override
    public boolean stopsWithoutAgent() {
        return guarding.holdsForAll();
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
                Pools.perNode(before.stream().filter(after::contains).toList()), waits::of);
    }

    @Override
    public Survey survey() {
        return new ClusterSurvey(slurm.cluster(), settings).survey();
    }

    @Override
    public List<LinkCheck> check() {
        return new ClusterCheck(slurm, settings).run();
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        Optional<Refusal> image = settings.runtime().objection(order);
        if (image.isPresent()) {
            return image;
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
        if (!guarding.isOn()) {
            guarding.forgetGuards();
        }
        Wake wake = new Wake();
        String owner = OwnerMark.ownerOf(folder);
        Tidings tidings = new Tidings(whileOpen);
        Submissions submissions = new Submissions(
                new Submission(
                        slurm,
                        stateFolders,
                        new Requests(owner, settings.pulse(), guarding, settings.runtime()),
                        waits,
                        clock),
                watch,
                executor,
                clock,
                tidings,
                wake);
        Follower follower = new Follower(slurm, settings, clock, submissions, tidings, waits);
        Fleet jobs = new Fleet(owner, slurm, submissions, follower, clock, wake);
        fleet = jobs;
        for (KnownWork work : known) {
            SlurmAttempt attempt = attempt(work.work(), true);
            attempt.toldRunning = work.startedAt() != null;
            attempt.over = work.endedAt() != null;
            jobs.adopt(attempt);
        }
        var _ = outputs.load();
        Rounds going = new Rounds(jobs, watch, settings, clock, whileOpen, waits, wake, this::tendOutputs);
        rounds = going;
        executor.execute(going::run);
        GuardAnswers answering = new GuardAnswers(jobs, sinceBoot, guarding.file());
        answers = answering;
        executor.execute(answering::run);
    }

    private Fleet started() {
        Fleet ready = fleet;
        if (ready == null) {
            throw new IllegalStateException("the driver was not started");
        }
        return ready;
    }

    private SlurmAttempt attempt(Work work, boolean adopted) {
        int replicas = work.order().demand().replicas();
        AttemptFolder place = folderOf(work.id(), replicas);
        boolean guarded = guarding.watches(work.order()) || (adopted && place.hasGuards());
        SlurmAttempt attempt = new SlurmAttempt(work, place, guarded);
        outputs.add(work.id(), replicas, () -> attempt.over);
        return attempt;
    }

    private AttemptFolder folderOf(AttemptId id, int replicas) {
        return new AttemptFolder(folder.resolve("attempts").resolve(id.value()), replicas);
    }

    @Override
    public void launch(Work work) {
        if (!started().knows(work.id())) {
            started().launch(attempt(work, false));
        }
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        started().stop(attempt, grace);
    }

    @Override
    public void leaveQueue(AttemptId attempt) {
        started().leaveQueue(attempt);
    }

    @Override
    public void forget(AttemptId attempt) {
        if (started().forget(attempt)) {
            executor.execute(() -> outputs.forget(attempt));
        }
    }

    private void tendOutputs() {
        outputs.dropOld();
        outputs.cutLong();
    }

    @Override
    public Optional<WorkOutput> output(AttemptId attempt) {
        return outputs.of(attempt);
    }

    @Override
    public Map<AttemptId, WorkProgress> progress() {
        return fleet == null ? Map.of() : started().progress(clock.instant());
    }

    @Override
    public Map<AttemptId, WorkWait> waits() {
        return fleet == null ? Map.of() : started().waits();
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
        if (answers != null) {
            answers.close();
        }
        slurm.close();
    }
}
