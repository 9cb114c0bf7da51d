package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.admission.AttemptId;
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
import io.isobar.agent.driver.files.KeptOutputs;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.driver.files.StateFolders;
import io.isobar.agent.endpoint.Listener;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs work as pods of a Kubernetes cluster: one for each replica of an attempt, with a name that nothing else can have and a finaliser, so that
 * none is made twice and none disappears before it is known how it ended. What becomes of an attempt is decided by {@link Judge}.
 */
public final class KubernetesDriver implements ResourceManagerDriver {
    private final Path folder;
    private final KubernetesAccess access;
    private final KubernetesSettings settings;
    private final OutputLimits limits;
    private final Executor executor;
    private final InstantSource clock;
    private final StateFolders stateFolders;
    private final KeptOutputs outputs;
    private final ConfirmedUntil confirmedUntil;
    private @Nullable KubernetesApi api;
    private volatile @Nullable Region region;
    private @Nullable Lease lease;
    private @Nullable Listener endpoint;
    private volatile boolean closed;

    /** The parts of a driver that has started. */
    private record Region(Fleet fleet, ClusterWatch watch, Rounds rounds) {}

    /**
     * A driver that has not started.
     *
     * @param folder the region's own, for all its files
     * @param limits how much output is kept, and for how long
     * @param executor runs each task on a thread that may block
     */
    public KubernetesDriver(
            Path folder,
            KubernetesAccess access,
            KubernetesSettings settings,
            OutputLimits limits,
            Executor executor,
            InstantSource clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.access = access;
        this.settings = settings;
        this.limits = limits;
        this.executor = executor;
        this.clock = clock;
        this.stateFolders = new StateFolders(this.folder);
        this.confirmedUntil = new ConfirmedUntil(this.folder);
        this.outputs = new KeptOutputs(
                this.folder, (id, replicas) -> folderOf(id, replicas)::output, limits, stateFolders, clock);
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.KUBERNETES;
    }

    private synchronized KubernetesApi api() {
        KubernetesApi known = api;
        if (known == null) {
            known = new KubernetesApi(access.connect(), settings.namespace(), access.timeout());
            api = known;
        }
        return known;
    }

    @Override
    public Inventory discover() {
        Region running = region;
        return new Pools(ClusterLook.at(api()), settings)
                .inventory(pod -> running != null && running.fleet().isOurs(pod));
    }

    @Override
    public Survey survey() {
        return new ClusterSurvey(ClusterLook.at(api()), settings).survey();
    }

    /** Kubelets keep it. Nothing is promised while pods run from before they asked. */
    @Override
    public Optional<Duration> stopsWhatBeganWithin() {
        KubernetesSettings.LeaseSettings asked = settings.lease();
        if (asked == null) {
            return Optional.empty();
        }
        LeaseProbe probe = LeaseProbe.of(asked);
        return Confirmations.allAsk(api().ownPods(OwnerMark.ownerOf(folder)), probe)
                ? Optional.of(probe.stopsWithin())
                : Optional.empty();
    }

    @Override
    public void heed(Lease lease) {
        this.lease = lease;
    }

    @Override
    public List<LinkCheck> check() {
        try {
            List<LinkCheck> checks = new ArrayList<>(new ClusterCheck(api(), settings).run());
            if (settings.lease() != null) {
                checks.add(LeaseCheck.run(settings.lease(), OwnerMark.ownerOf(folder), executor));
            }
            return checks;
        } catch (IllegalArgumentException e) {
            return List.of(LinkCheck.bad(
                    "kubernetes",
                    "kubeconfig",
                    String.valueOf(e.getMessage()),
                    "correct it in the region's configuration"));
        }
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        return PodMaker.image(order, settings) == null
                ? Optional.of(
                        new Refusal(
                                Reason.IMAGE_UNSUPPORTED,
                                "this region runs images, the workload brings none, and kubernetes.default-image names none for it"))
                : Optional.empty();
    }

    @Override
    public void start(List<KnownWork> known, WorkListener listener) {
        try {
            Files.createDirectories(folder.resolve("attempts"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the Kubernetes driver cannot use its folder " + folder + ": " + e.getMessage(), e);
        }
        Region ready = parts(event -> {
            // After a close another agent tells; two must not.
            if (!closed) {
                listener.on(event);
            }
        });
        Instant confirmed = confirmedUntil.read();
        for (KnownWork work : known) {
            KubernetesAttempt attempt = attempt(work.work());
            attempt.adopt(confirmed);
            attempt.toldRunning = work.startedAt() != null;
            attempt.over = work.endedAt() != null;
            ready.fleet().add(attempt);
        }
        var _ = outputs.load();
        answer(ready.fleet());
        region = ready;
        ready.watch().start();
        executor.execute(ready.rounds()::run);
    }

    private void tend() {
        outputs.dropOld();
        KubernetesSettings.LeaseSettings asked = settings.lease();
        if (asked != null && !closed) {
            confirmedUntil.keep(lease, LeaseProbe.of(asked).stopsWithin(), clock.instant());
        }
    }

    private void answer(Fleet fleet) {
        KubernetesSettings.LeaseSettings asked = settings.lease();
        if (asked == null) {
            return;
        }
        String owner = OwnerMark.ownerOf(folder);
        Confirmations confirmations = new Confirmations(owner, lease, fleet::find, clock);
        try {
            endpoint = LeaseEndpoint.open(asked.listen(), owner, confirmations::answer, executor);
        } catch (IOException e) {
            throw new UncheckedIOException("kubernetes.lease.listen: " + e.getMessage(), e);
        }
    }

    private Region parts(WorkListener whileOpen) {
        KubernetesApi asked = api();
        Wake wake = new Wake();
        String owner = OwnerMark.ownerOf(folder);
        ClusterWatch watch = new ClusterWatch(asked, owner, wake);
        PodMaker maker = new PodMaker(
                settings, owner, lease == null || settings.lease() == null ? null : LeaseProbe.of(settings.lease()));
        Launches launches = new Launches(
                asked, maker, this::poolOf, watch, stateFolders, settings.pods().queue(), clock);
        Follower follower = new Follower(
                asked,
                settings,
                clock,
                watch,
                launches,
                maker,
                new Tasks(executor, clock, wake),
                new Logs(asked, executor, limits.bytesPerStream()),
                new Tidings(whileOpen));
        Fleet fleet = new Fleet(owner, asked, watch, follower, executor, clock, wake);
        return new Region(fleet, watch, new Rounds(fleet, watch, settings, clock, whileOpen, wake, this::tend));
    }

    private Optional<ClusterPool> poolOf(KubernetesAttempt attempt) {
        return started()
                .rounds()
                .pools()
                .orElseGet(() -> new Pools(ClusterLook.at(api()), settings))
                .find(attempt.work.order().demand().pool());
    }

    private Region started() {
        Region ready = region;
        if (ready == null) {
            throw new IllegalStateException("the driver was not started");
        }
        return ready;
    }

    private KubernetesAttempt attempt(Work work) {
        int replicas = work.order().demand().replicas();
        KubernetesAttempt attempt = new KubernetesAttempt(work, folderOf(work.id(), replicas));
        outputs.add(work.id(), replicas, () -> attempt.over);
        return attempt;
    }

    private AttemptFolder folderOf(AttemptId id, int replicas) {
        return new AttemptFolder(folder.resolve("attempts").resolve(id.value()), replicas);
    }

    @Override
    public void launch(Work work) {
        if (!started().fleet().knows(work.id())) {
            started().fleet().add(attempt(work));
        }
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        started().fleet().stop(attempt, grace);
    }

    @Override
    public void forget(AttemptId attempt) {
        if (started().fleet().forget(attempt)) {
            executor.execute(() -> outputs.forget(attempt));
        }
    }

    @Override
    public Optional<WorkOutput> output(AttemptId attempt) {
        return outputs.of(attempt);
    }

    @Override
    public Map<AttemptId, WorkProgress> progress() {
        Region running = region;
        return running == null ? Map.of() : running.fleet().progress(clock.instant());
    }

    @Override
    public List<Measurement> measure() {
        Region running = region;
        return running == null
                ? List.of()
                : ClusterFigures.of(running.watch().look(), running.fleet().waiting(), clock.instant());
    }

    @Override
    public void close() {
        closed = true;
        Region running = region;
        if (running != null) {
            running.rounds().close();
            running.fleet().close();
            running.watch().close();
        }
        if (endpoint != null) {
            endpoint.close();
        }
        synchronized (this) {
            if (api != null) {
                api.close();
            }
        }
    }
}
