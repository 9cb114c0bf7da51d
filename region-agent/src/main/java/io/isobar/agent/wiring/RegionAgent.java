package io.isobar.agent.wiring;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.WorkWait;
import io.isobar.agent.driver.kubernetes.KubernetesDriver;
import io.isobar.agent.driver.process.ProcessDriver;
import io.isobar.agent.driver.simulated.SimulatedDriver;
import io.isobar.agent.driver.slurm.CommandLineSlurm;
import io.isobar.agent.driver.slurm.RestAccess;
import io.isobar.agent.driver.slurm.RestSlurm;
import io.isobar.agent.driver.slurm.SlurmCommands;
import io.isobar.agent.driver.slurm.SlurmDriver;
import io.isobar.agent.execution.AttemptSpans;
import io.isobar.agent.execution.DecisionLog;
import io.isobar.agent.execution.Inbox;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionExecution;
import io.isobar.agent.execution.RegionLoop;
import io.isobar.agent.execution.RegionObserver;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.execution.journal.FileJournal;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.lease.LeaseFile;
import io.isobar.agent.lease.kafka.FenceReader;
import io.isobar.agent.probe.LinkReading;
import io.isobar.agent.session.AttemptWatch;
import io.isobar.agent.session.BrokerLink;
import io.isobar.agent.session.LinkStatus;
import io.isobar.agent.session.RegionPort;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.agent.session.wire.RegionWriter;
import io.isobar.agent.telemetry.TelemetryCollector;
import io.isobar.agent.telemetry.UnsentFile;
import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import io.isobar.agent.trace.Spans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One region with all its parts, running. */
final class RegionAgent implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RegionAgent.class.getName());
    private static final long REWRITE_JOURNAL_ABOVE = 16 << 20;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final RegionName name;
    private final RegionFolder folder;
    private final ResourceManagerDriver driver;
    private final FileJournal journal;
    private final Inbox inbox = new Inbox();
    private final Lease lease;
    private final RegionLoop loop;
    private final BrokerLink link;
    private final TelemetrySender telemetry;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread loopThread;
    private @Nullable Future<?> linkTask;

    private RegionAgent(
            RegionSettings region,
            AgentSettings agent,
            RegionFolder folder,
            AgentThreads threads,
            String incarnation,
            String version,
            InstantSource clock,
            RandomGenerator random,
            RegionObserver observer,
            Spans spans,
            Supplier<List<LinkReading>> links)
            throws IOException {
        this.name = region.profile().name();
        this.folder = folder;
        this.driver = driver(region, agent, folder, threads, clock);
        Inventory first = asked(driver, driver::discover);
        this.journal = new FileJournal(folder.journal(), REWRITE_JOURNAL_ABOVE);
        // Microseconds since 1970: above what was ever reported, also after a restart.
        boolean may = mayStop(region, agent);
        Optional<Duration> within = may ? asked(driver, driver::stopsWhatBeganWithin) : Optional.empty();
        boolean stopsAll = may && driver.stopsWithoutAgent();
        boolean stops = stopsAll || within.isPresent();
        BootClock sinceBoot = SinceBoot.ofMachine();
        this.lease = stops ? new Lease(sinceBoot, within.orElse(Duration.ZERO)) : Lease.withoutEnd(sinceBoot);
        LeaseFile leaseFile = new LeaseFile(folder.lease(), clock);
        if (stops) {
            leaseFile.read(sinceBoot.now()).ifPresent(lease::resume);
        } else {
            leaseFile.clear();
        }
        if (may) {
            driver.heed(lease);
        }
        AdmissionBook capacity = new AdmissionBook(clock.instant().toEpochMilli() * 1_000);
        capacity.look(first);
        RegionCounters counters = new RegionCounters(observer);
        UnsentFile unsent = UnsentFile.open(folder.unsent());
        this.link = new BrokerLink(
                new RegionPort(
                        RegionWriter.write(region.profile(), version, stopsAll, within.orElse(null)),
                        incarnation,
                        inbox,
                        driver::output,
                        lease),
                agent.brokers(),
                threads::dial,
                threads.blocking(),
                clock,
                random,
                region.capacityValidity(),
                unsent::sent);
        this.loop = new RegionLoop(
                new RegionExecution(capacity, driver::vet, counters, lease),
                journal,
                driver,
                inbox,
                link::tell,
                new DecisionLog(name, new AttemptSpans(spans, name)),
                clock,
                region.capacityValidity().dividedBy(3),
                lease,
                leaseFile);
        this.telemetry = new TelemetrySender(
                name,
                new TelemetryCollector(name, incarnation, clock, loop::status, counters, driver::measure, links),
                unsent);
    }

    private static <T> T asked(ResourceManagerDriver driver, Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /**
     * Takes over what the region left when it last ran, and begins. Where it throws, it has let go of everything and can be tried again.
     *
     * @param links what was measured of the ways to its peers since the last time
     * @throws io.isobar.agent.driver.ManagerUnavailableException where the resource manager does not answer yet
     */
    static RegionAgent start(
            RegionSettings region,
            AgentSettings agent,
            AgentThreads threads,
            String incarnation,
            String version,
            InstantSource clock,
            RandomGenerator random,
            RegionObserver observer,
            Spans spans,
            Supplier<List<LinkReading>> links)
            throws IOException {
        Path place = agent.stateFolder().resolve(region.profile().name().value());
        RegionFolder folder = RegionFolder.open(place);
        RegionAgent made;
        try {
            made = new RegionAgent(
                    region, agent, folder, threads, incarnation, version, clock, random, observer, spans, links);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
        try {
            made.begin(threads);
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    private void begin(AgentThreads threads) throws IOException {
        loop.recover();
        loopThread = AgentThreads.loop(name.value(), loop);
        linkTask = threads.blocking().submit(link);
    }

    /** A driver that has not started. */
    static ResourceManagerDriver driver(
            RegionSettings region, AgentSettings agent, RegionFolder folder, AgentThreads threads, InstantSource clock)
            throws IOException {
        return switch (region.driver()) {
            case RegionSettings.ProcessSettings process ->
                new ProcessDriver(
                        folder.path(),
                        process.offers(),
                        process.loadRule(),
                        agent.outputLimits(),
                        threads.blocking(),
                        clock);
            case RegionSettings.SimulatedSettings simulated ->
                new SimulatedDriver(
                        simulated.inventory(),
                        simulated.scenario(),
                        simulated.timeScale(),
                        folder.since(clock.instant()),
                        clock,
                        threads.timers());
            case RegionSettings.SlurmClusterSettings slurm ->
                new SlurmDriver(
                        folder.path(),
                        slurm(slurm, threads),
                        slurm.driver(),
                        agent.outputLimits(),
                        threads.blocking(),
                        clock,
                        SinceBoot.ofMachine(),
                        mayStop(region, agent) && BootClock.ofLinux().isPresent());
            case RegionSettings.KubernetesClusterSettings kubernetes ->
                new KubernetesDriver(
                        folder.path(),
                        kubernetes.access(),
                        kubernetes.driver(),
                        agent.outputLimits(),
                        threads.blocking(),
                        clock);
        };
    }

    private static SlurmCommands slurm(RegionSettings.SlurmClusterSettings slurm, AgentThreads threads) {
        RestAccess rest = slurm.rest();
        return rest != null
                ? new RestSlurm(rest, slurm.charged(), System.getenv())
                : new CommandLineSlurm(
                        slurm.programs(),
                        slurm.configuration(),
                        slurm.timeout(),
                        System.getProperty("user.name"),
                        slurm.charged(),
                        threads.blocking());
    }

    /** Without Kafka the broker's absence looks like the region's: to stop for it would be to stop whenever the broker is down. */
    private static boolean mayStop(RegionSettings region, AgentSettings agent) {
        return region.whenCutOff() == RegionSettings.WhenCutOff.STOP && agent.kafka() != null;
    }

    /** Has the region's lease renewed by the topic of fences while the broker is away. */
    void watchFences(FenceReader fences) {
        fences.watch(name.value(), lease, inbox::wake);
    }

    RegionName name() {
        return name;
    }

    long dials() {
        return link.dials();
    }

    long registrations() {
        return link.registrations();
    }

    LinkStatus linkStatus() {
        return link.status();
    }

    RegionStatus status() {
        return loop.status();
    }

    /** Batches of telemetry that the broker's stream did not take. */
    long droppedTelemetry() {
        return link.droppedTelemetry();
    }

    /** Collects and sends telemetry until closed; where there is no Kafka it goes over the broker's stream. */
    void sendTelemetry(Duration every, @Nullable KafkaTelemetry kafka) {
        if (kafka != null) {
            kafka.watch(name.value(), telemetry::sent);
        }
        telemetry.run(every, closed, kafka == null ? link::tell : kafka);
    }

    /** Tells how far work has come, and what it waits for, until closed. */
    void tellProgress(Duration every) {
        AttemptWatch<WorkProgress> progress = new AttemptWatch<>(
                driver::progress, link::registrations, (id, said) -> link.tell(MessageWriter.write(id, said)));
        AttemptWatch<WorkWait> waits = new AttemptWatch<>(
                driver::waits, link::registrations, (id, said) -> link.tell(MessageWriter.write(id, said)));
        try {
            while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    progress.look();
                    waits.look();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "progress not told region=" + name, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of the region; its work goes on. */
    @Override
    public void close() {
        closed.countDown();
        link.close();
        if (linkTask != null) {
            linkTask.cancel(true);
        }
        inbox.close();
        try {
            if (loopThread != null && !loopThread.join(CLOSE_LIMIT)) {
                LOG.log(System.Logger.Level.WARNING, "loop still busy region=" + name);
            }
            if (!telemetry.await(CLOSE_LIMIT)) {
                LOG.log(System.Logger.Level.WARNING, "telemetry still busy region=" + name);
            }
            driver.close();
            journal.close();
            folder.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "region not closed cleanly region=" + name, e);
        }
    }
}
