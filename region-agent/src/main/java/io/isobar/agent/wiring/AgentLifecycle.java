package io.isobar.agent.wiring;

import io.isobar.agent.driver.ManagerUnavailableException;
import io.isobar.agent.lease.kafka.FenceReader;
import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import io.isobar.agent.trace.Spans;
import io.isobar.agent.trace.otlp.OtlpSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts all regions with the service and lets go of them with it. */
@ApplicationScoped
class AgentLifecycle {
    private static final System.Logger LOG = System.getLogger(AgentLifecycle.class.getName());

    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final AgentConfiguration configuration;
    private final AgentMeters meters;
    private final String version;
    private final List<RegionAgent> regions = new CopyOnWriteArrayList<>();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable AgentThreads threads;
    private volatile @Nullable KafkaTelemetry kafka;
    private volatile @Nullable FenceReader fences;
    private volatile @Nullable OtlpSpans spans;
    private @Nullable Probing probing;

    AgentLifecycle(
            AgentConfiguration configuration,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.configuration = configuration;
        this.meters = new AgentMeters(meters);
        this.version = version;
    }

    void start(@Observes StartupEvent event) {
        AgentSettings settings = AgentSettings.read(configuration);
        byte[] incarnation = new byte[8];
        random.nextBytes(incarnation);
        spans = configuration
                .traces()
                .endpoint()
                .map(endpoint -> new OtlpSpans(endpoint, "isobar-region-agent", version))
                .orElse(null);
        AgentThreads running = new AgentThreads();
        threads = running;
        if (settings.kafka() != null) {
            KafkaTelemetry sink = new KafkaTelemetry(settings.kafka());
            kafka = sink;
            running.blocking().execute(sink);
            meters.watch(sink::dropped);
            FenceReader reader = new FenceReader(settings.kafka(), SinceBoot.ofMachine());
            fences = reader;
            running.blocking().execute(reader);
        } else {
            meters.watch(() ->
                    regions.stream().mapToLong(RegionAgent::droppedTelemetry).sum());
        }
        Probing probes = Probing.start(settings, running, random);
        probing = probes;
        meters.watchProbes(probes::turnedAway);
        List<Future<?>> starts = new ArrayList<>();
        for (RegionSettings region : settings.regions()) {
            Start start =
                    new Start(region, settings, running, probes, HexFormat.of().formatHex(incarnation));
            starts.add(running.blocking().submit(() -> beginOrWait(start)));
        }
        awaitAll(starts);
    }

    /** How a region is begun, now or later. */
    private record Start(
            RegionSettings region, AgentSettings settings, AgentThreads threads, Probing probing, String incarnation) {
        String name() {
            return region.profile().name().value();
        }
    }

    private void beginOrWait(Start start) {
        try {
            begin(start);
        } catch (ManagerUnavailableException away) {
            waitFor(start, away);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "start failed", e);
            throw new InvalidConfigurationException("region " + start.name() + " cannot start: " + e.getMessage());
        }
    }

    /** All have begun, or wait for their resource managers; where one can do neither, the agent ends. */
    private void awaitAll(List<Future<?>> starts) {
        try {
            for (Future<?> start : starts) {
                start.get();
            }
        } catch (ExecutionException failed) {
            stop();
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the regions began", e);
        }
    }

    /** The other regions do not wait for one whose resource manager is away. */
    private void waitFor(Start start, ManagerUnavailableException away) {
        waiting.put(start.name(), String.valueOf(away.getMessage()));
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "region waits for its resource manager region=" + start.name() + " retry_s="
                        + TRY_AGAIN.toSeconds() + " reason=" + away.getMessage());
        start.threads().blocking().execute(() -> beginLater(start));
    }

    private void beginLater(Start start) {
        try {
            while (!stopping.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    begin(start);
                    waiting.remove(start.name());
                    LOG.log(System.Logger.Level.INFO, () -> "region started region=" + start.name());
                    return;
                } catch (IOException | RuntimeException notYet) {
                    waiting.put(start.name(), String.valueOf(notYet.getMessage()));
                    LOG.log(System.Logger.Level.DEBUG, () -> "region waits region=" + start.name(), notYet);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Start start) throws IOException {
        RegionAgent agent = RegionAgent.start(
                start.region(),
                start.settings(),
                start.threads(),
                start.incarnation(),
                version,
                Clock.systemUTC(),
                random,
                meters.of(start.region().profile().name()),
                spans == null ? Spans.NONE : spans,
                start.probing().of(start.region().profile().name())::take);
        if (!isAdded(agent)) {
            agent.close();
            return;
        }
        FenceReader reader = fences;
        if (reader != null) {
            agent.watchFences(reader);
        }
        KafkaTelemetry sink = kafka;
        start.threads()
                .blocking()
                .execute(() -> agent.sendTelemetry(start.settings().telemetryEvery(), sink));
        start.threads()
                .blocking()
                .execute(() -> agent.tellProgress(start.settings().progressEvery()));
        meters.watch(
                agent.name(),
                () -> agent.linkStatus().registered(),
                () -> agent.status().runningAttempts(),
                agent::dials,
                agent::registrations);
    }

    /** Not where the agent stops meanwhile. */
    private synchronized boolean isAdded(RegionAgent agent) {
        return stopping.getCount() > 0 && regions.add(agent);
    }

    /** Regions that have not begun, since their resource managers do not answer: why, by name. */
    Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }

    List<RegionAgent> regions() {
        return List.copyOf(regions);
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private synchronized void stop() {
        stopping.countDown();
        regions.forEach(RegionAgent::close);
        regions.clear();
        if (probing != null) {
            probing.close();
            probing = null;
        }
        if (spans != null) {
            spans.close();
            spans = null;
        }
        if (fences != null) {
            fences.close();
            fences = null;
        }
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
        if (threads != null) {
            threads.close();
            threads = null;
        }
    }
}
