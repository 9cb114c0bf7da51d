package io.isobar.agent.driver.process;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.files.FileOutput;
import io.isobar.agent.driver.files.KeptOutputs;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.driver.files.StateFolders;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on this machine. Each replica has a folder and a supervisor of its own, which outlives the agent; the folder tells
 * all about it, so that nothing else needs to be remembered.
 */
public final class ProcessDriver implements ResourceManagerDriver {
    private static final System.Logger LOG = System.getLogger(ProcessDriver.class.getName());
    private static final Duration OUTPUT_LOOK = Duration.ofSeconds(1);
    private static final Duration LOAD_LOOK = Duration.ofSeconds(2);

    private final Path folder;
    private final List<Offer> offers;
    private final Executor executor;
    private final InstantSource clock;
    private final LoadRule loadRule;
    private final MachineLoad load;
    private final Machine machine = new Machine();
    private final Map<AttemptId, ProcessAttempt> attempts = new ConcurrentHashMap<>();
    private final StateFolders stateFolders;
    private final KeptOutputs outputs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ProcessSite site;
    private @Nullable Process guard;

    /**
     * A driver that has not started.
     *
     * @param folder the region's own, for all its files
     * @param loadRule which load of others is taken off what is offered
     * @param limits how much output is kept, and for how long
     * @param executor runs each task on a thread that may block
     */
    public ProcessDriver(
            Path folder,
            List<Offer> offers,
            LoadRule loadRule,
            OutputLimits limits,
            Executor executor,
            InstantSource clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.offers = List.copyOf(offers);
        this.loadRule = loadRule;
        this.load = new MachineLoad(Machine.PROC, this.folder, loadRule, Machine.processors());
        this.executor = executor;
        this.clock = clock;
        this.stateFolders = new StateFolders(this.folder);
        this.outputs = new KeptOutputs(this.folder, this::streams, limits, stateFolders, clock);
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.PROCESS;
    }

    @Override
    public boolean stopsWithoutAgent() {
        return true;
    }

    @Override
    public Inventory discover() {
        return Machine.inventory(offers, loadRule, lookAtLoad());
    }

    /** A machine tells of the use of its processors only from one look to the next. */
    @Override
    public Survey survey() {
        return new Survey(
                Machine.inventory(offers, loadRule, lookAtLoad()),
                Map.of(),
                loadRule.heedsProcessors()
                        ? List.of(new Remark(
                                "processors",
                                "how many others leave free is known from the second look on, while the agent runs"))
                        : List.of());
    }

    @Override
    public List<LinkCheck> check() {
        return MachineCheck.run(Machine.PROC);
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        if (order.image() != null) {
            return Optional.of(new Refusal(
                    Reason.IMAGE_UNSUPPORTED, "this region runs commands on its own machine; it cannot run images"));
        }
        return Optional.empty();
    }

    @Override
    public void start(List<KnownWork> known, WorkListener listener) {
        try {
            Files.createDirectories(folder.resolve("attempts"));
            CRC32C hash = new CRC32C();
            hash.update(folder.toString().getBytes(StandardCharsets.UTF_8));
            Supervisor supervisor = Supervisor.install(folder);
            guard = supervisor.guard(folder);
            ControlGroups groups = ControlGroups.detect("isobar-" + Long.toHexString(hash.getValue()));
            site = new ProcessSite(folder, supervisor, groups, stateFolders, executor, clock, whileOpen(listener));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the process driver cannot use its folder " + folder + ": " + e.getMessage(), e);
        }
        for (KnownWork work : known) {
            ProcessAttempt attempt = register(work.work());
            if (work.endedAt() == null) {
                attempt.adopt();
            } else {
                attempt.wasOver();
            }
        }
        new LeftoverSweep(started()).sweep(attempts.keySet(), outputs.load());
        executor.execute(this::watchOutputs);
        if (loadRule != LoadRule.NONE) {
            executor.execute(this::watchLoad);
        }
    }

    /** After a close another agent tells; two must not. */
    private WorkListener whileOpen(WorkListener listener) {
        return event -> {
            if (closed.getCount() > 0) {
                listener.on(event);
            }
        };
    }

    private ProcessSite started() {
        ProcessSite ready = site;
        if (ready == null) {
            throw new IllegalStateException("the driver was not started");
        }
        return ready;
    }

    private ProcessAttempt register(Work work) {
        ProcessSite ready = started();
        ProcessAttempt attempt = new ProcessAttempt(work, ready);
        attempts.put(work.id(), attempt);
        outputs.add(work.id(), work.order().demand().replicas(), attempt::isOver);
        return attempt;
    }

    @Override
    public void launch(Work work) {
        if (!attempts.containsKey(work.id())) {
            try {
                started().stateFolders().prepare(work.id(), work.order().key().workload());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "folders not made attempt=" + work.id(), e);
            }
            register(work).launch();
        }
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        ProcessAttempt known = attempts.get(attempt);
        if (known != null) {
            known.stop(grace);
        }
    }

    @Override
    public void forget(AttemptId attempt) {
        ProcessAttempt known = attempts.get(attempt);
        if (known != null && known.isOver()) {
            attempts.remove(attempt);
            executor.execute(() -> outputs.forget(attempt));
        }
    }

    private FileOutput.Streams streams(AttemptId id, int replicas) {
        return (replica, stream) -> started().replica(id, replica).output(stream);
    }

    @Override
    public Optional<WorkOutput> output(AttemptId attempt) {
        return outputs.of(attempt);
    }

    @Override
    public Map<AttemptId, WorkProgress> progress() {
        Map<AttemptId, WorkProgress> found = new HashMap<>();
        attempts.forEach((id, attempt) -> {
            if (!attempt.isOver()) {
                attempt.progress().ifPresent(progress -> found.put(id, progress));
            }
        });
        return found;
    }

    @Override
    public List<Measurement> measure() {
        return machine.measure(clock.instant());
    }

    private void watchOutputs() {
        try {
            while (!closed.await(OUTPUT_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                outputs.dropOld();
                outputs.cutLong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ForeignLoad lookAtLoad() {
        return load.look();
    }

    /** Tells of the load of others whenever it is another one. */
    private void watchLoad() {
        try {
            ForeignLoad told = null;
            while (!closed.await(LOAD_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                ForeignLoad now = lookAtLoad();
                if (!now.equals(told)) {
                    told = now;
                    started().listener().on(new WorkEvent.Looked(Machine.inventory(offers, loadRule, now), 0));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        // What still runs keeps its guard.
        if (guard != null && attempts.values().stream().allMatch(ProcessAttempt::isOver)) {
            guard.destroyForcibly();
        }
        ProcessSite ready = site;
        if (ready != null) {
            ready.groups().close();
        }
    }
}
