package io.isobar.broker.wiring;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.isobar.broker.api.contract.AttemptCalls;
import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.api.grpc.AttemptEndpoint;
import io.isobar.broker.api.grpc.CallLimits;
import io.isobar.broker.api.grpc.CatalogEndpoint;
import io.isobar.broker.api.grpc.Redirection;
import io.isobar.broker.api.grpc.RegionEndpoint;
import io.isobar.broker.api.grpc.TraceParent;
import io.isobar.broker.api.grpc.WorkloadEndpoint;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.Rehearsal;
import io.isobar.broker.ledger.Leadership;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.postgres.Migrations;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.session.grpc.AgentSessionEndpoint;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.KafkaTelemetryRelay;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.wire.StatusCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops what runs: the leader, the reader of telemetry, and the gRPC server. Every call runs on a virtual thread of its
 * own, so that handlers block freely.
 */
@Singleton
class Servers {
    private static final Logger LOG = Logger.getLogger(Servers.class);
    private static final Duration REQUESTS_ARE_KEPT = Duration.ofDays(7);

    private final BrokerConfiguration configuration;
    private final Migrations migrations;
    private final Lead lead;
    private final Leader leader;
    private final Rehearsal rehearsal;
    private final Ledger ledger;
    private final InstantSource clock;
    private final KafkaTelemetry telemetry;
    private final SignalReader signals;
    private final KafkaTelemetryRelay relay;
    private final AgentSessionEndpoint sessions;
    private final Server server;
    /** Listens at the server's place until this broker leads. */
    private final Server waiting;

    private final HealthStatusManager health = new HealthStatusManager();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("timer").factory());
    private final WorkloadOperations operations;
    private volatile @Nullable Thread leading;
    private final Thread adding;

    Servers(
            BrokerConfiguration configuration,
            Migrations migrations,
            Lead lead,
            Leadership leadership,
            Leader leader,
            Rehearsal rehearsal,
            Ledger ledger,
            InstantSource clock,
            RandomGenerator random,
            AcceleratorCatalog catalog,
            FigureBoard figures,
            WorkloadOperations operations,
            WorkloadCalls workloads,
            RegionCalls regions,
            AttemptCalls attempts,
            CatalogCalls entries,
            StatusCodec statuses,
            Guards guards,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.migrations = migrations;
        this.lead = lead;
        this.leader = leader;
        this.rehearsal = rehearsal;
        this.ledger = ledger;
        this.operations = operations;
        this.clock = clock;
        var kafka = configuration.kafka();
        this.telemetry = new KafkaTelemetry(kafka.bootstrapServers(), new TelemetryTopics(kafka.telemetryPartitions()));
        this.adding = Thread.ofPlatform().name("telemetry").daemon().unstarted(telemetry::run);
        this.signals = new SignalReader(kafka.bootstrapServers(), figures, clock);
        this.relay = new KafkaTelemetryRelay(kafka.bootstrapServers());
        this.sessions = new AgentSessionEndpoint(
                leader,
                new PoolReportCodec(catalog.resolver()),
                clock,
                () -> "s-" + Core.hex(random),
                leadership::epoch,
                lead::isSure,
                relay::accept,
                guards.sessions(),
                SilenceConfiguration.pace(configuration.silence()));
        EdgeMeters.bind(meters, sessions);
        PortMeters.bind(meters, guards.all());
        TelemetryMeters.bind(meters, telemetry, signals, relay);
        var grpc = configuration.grpc();
        var address = new InetSocketAddress(grpc.host(), grpc.port());
        this.waiting = NettyServerBuilder.forAddress(address)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .fallbackHandlerRegistry(new Redirection(lead::leader))
                .build();
        var limits = new CallLimits(guards.api());
        this.server = NettyServerBuilder.forAddress(address)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .maxInboundMessageSize(grpc.mostMessageBytes())
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .intercept(EdgeMeters.calls(meters))
                .intercept(new TraceParent())
                .addService(ServerInterceptors.intercept(new WorkloadEndpoint(workloads, statuses), limits))
                .addService(ServerInterceptors.intercept(new RegionEndpoint(regions, statuses), limits))
                .addService(ServerInterceptors.intercept(new AttemptEndpoint(attempts, statuses), limits))
                .addService(ServerInterceptors.intercept(new CatalogEndpoint(entries, statuses), limits))
                .addService(sessions)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
    }

    void start(@Observes StartupEvent event) {
        checkPort();
        migrations.run();
        adding.start();
        Thread.ofPlatform().name("signals").daemon().start(signals::run);
        if (lead.tryTake()) {
            serve();
        } else {
            listen(waiting);
            Thread.ofPlatform().name("lead").daemon().start(this::serveInTurn);
            Thread.ofPlatform().name("rehearsal").daemon().start(rehearsal::run);
        }
    }

    /** Before the lead is taken: who was at this port before is gone if it is free. */
    private void checkPort() {
        var grpc = configuration.grpc();
        try (var free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(grpc.host(), grpc.port()));
        } catch (IOException taken) {
            throw cannotListen(taken);
        }
    }

    private UncheckedIOException cannotListen(IOException taken) {
        var grpc = configuration.grpc();
        return new UncheckedIOException(
                "cannot listen on " + grpc.host() + ":" + grpc.port()
                        + "; stop what listens there, or set isobar.broker.grpc.port",
                taken);
    }

    private void serveInTurn() {
        try {
            if (lead.await()) {
                // At once: what it would still answer is that another leads.
                waiting.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
                serve();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.fatal("the lead was taken, and cannot be made use of; the process ends", failed);
            Quarkus.asyncExit(1);
        }
    }

    private void serve() {
        // While this broker waited, a newer one may have been started on the same database.
        migrations.check();
        leading = Thread.ofPlatform().name("leader").start(leader::run);
        long beat = sessions.beatEvery().toMillis();
        repeat(sessions::beat, beat, beat);
        repeat(operations::settleDoubts, beat, beat);
        repeat(
                this::forgetOldRequests,
                Duration.ofMinutes(1).toMillis(),
                Duration.ofHours(1).toMillis());
        listen(server);
        health.setStatus("", ServingStatus.SERVING);
        LOG.infof("gRPC listens on %s:%d", configuration.grpc().host(), server.getPort());
    }

    private void listen(Server one) {
        try {
            one.start();
        } catch (IOException taken) {
            throw cannotListen(taken);
        }
    }

    private static void end(Server one) throws InterruptedException {
        one.shutdown();
        if (!one.awaitTermination(1, TimeUnit.SECONDS)) {
            one.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        health.enterTerminalState();
        timer.shutdownNow();
        end(waiting);
        end(server);
        leader.stop();
        var thread = leading;
        if (thread != null) {
            thread.join(5_000);
        }
        lead.close();
        telemetry.stop();
        signals.stop();
        adding.join(3_000);
        relay.close();
    }

    /** A task that fails once is tried the next time all the same. */
    private void repeat(Runnable task, long firstMs, long everyMs) {
        var _ = timer.scheduleAtFixedRate(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException failed) {
                        LOG.warnf("a repeated task failed and is tried again: %s", failed.getMessage());
                    }
                },
                firstMs,
                everyMs,
                TimeUnit.MILLISECONDS);
    }

    private void forgetOldRequests() {
        ledger.forgetRequestsBefore(clock.instant().minus(REQUESTS_ARE_KEPT));
    }
}
