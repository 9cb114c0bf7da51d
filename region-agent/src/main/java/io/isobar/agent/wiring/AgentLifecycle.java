package io.isobar.agent.wiring;

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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts all regions with the service and lets go of them with it. */
@ApplicationScoped
class AgentLifecycle {
    private static final System.Logger LOG = System.getLogger(AgentLifecycle.class.getName());

    private final AgentConfiguration configuration;
    private final AgentMeters meters;
    private final String version;
    private final List<RegionAgent> regions = new CopyOnWriteArrayList<>();
    private @Nullable AgentThreads threads;
    private @Nullable KafkaTelemetry kafka;
    private @Nullable FenceReader fences;
    private @Nullable OtlpSpans spans;

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
        SecureRandom random = new SecureRandom();
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
            fences = new FenceReader(settings.kafka(), SinceBoot.ofMachine());
        } else {
            meters.watch(() ->
                    regions.stream().mapToLong(RegionAgent::droppedTelemetry).sum());
        }
        for (RegionSettings region : settings.regions()) {
            startRegion(region, settings, running, HexFormat.of().formatHex(incarnation), random);
        }
        if (fences != null) {
            running.blocking().execute(fences);
        }
    }

    private void startRegion(
            RegionSettings region,
            AgentSettings settings,
            AgentThreads running,
            String incarnation,
            SecureRandom random) {
        RegionAgent agent;
        try {
            agent = RegionAgent.start(
                    region,
                    settings,
                    running,
                    incarnation,
                    version,
                    Clock.systemUTC(),
                    random,
                    meters.of(region.profile().name()),
                    spans == null ? Spans.NONE : spans);
        } catch (IOException | RuntimeException e) {
            stop();
            LOG.log(System.Logger.Level.DEBUG, "start failed", e);
            throw new InvalidConfigurationException(
                    "region " + region.profile().name() + " cannot start: " + e.getMessage());
        }
        regions.add(agent);
        if (fences != null) {
            agent.watchFences(fences);
        }
        KafkaTelemetry sink = kafka;
        running.blocking().execute(() -> agent.sendTelemetry(settings.telemetryEvery(), sink));
        meters.watch(
                agent.name(),
                () -> agent.linkStatus().registered(),
                () -> agent.status().runningAttempts(),
                agent::dials,
                agent::registrations);
    }

    List<RegionAgent> regions() {
        return List.copyOf(regions);
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        regions.forEach(RegionAgent::close);
        regions.clear();
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
