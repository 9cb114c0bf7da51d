package io.isobar.integration.session;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.network.LinkSource;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.port.Guard;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.session.grpc.AgentSessionEndpoint;
import io.isobar.broker.session.grpc.LinkPace;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.integration.ledger.LedgerDocuments;
import io.isobar.integration.ledger.MemoryLedger;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A leader with the endpoint for agents on a port of its own, and nothing else of a broker. */
public final class LinkedBroker implements AutoCloseable {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Duration BEAT = Duration.ofMillis(200);

    private final InstantSource clock = Clock.systemUTC();
    private final Random random = new Random(11);
    private final Map<WorkloadId, Workload> latest = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MemoryLedger ledger = new MemoryLedger(clock, LedgerDocuments.CODECS);
    private final Leader leader;
    private final AgentSessionEndpoint endpoint;
    private final Server server;

    public LinkedBroker() throws IOException {
        this(batch -> {});
    }

    /** {@code telemetry} takes what agents say of it on their streams. */
    public LinkedBroker(Consumer<TelemetryBatch> telemetry) throws IOException {
        this(telemetry, Network.UNKNOWN, LinkSource.NONE);
    }

    /** With a table of links, and with what is measured of them. */
    LinkedBroker(Consumer<TelemetryBatch> telemetry, Network table, LinkSource links) throws IOException {
        var engine = new PlacementEngine(new Policy(
                AcceleratorCatalog.load(),
                ExchangeRates.none(CNY),
                CNY,
                table,
                Hazards.DEFAULT,
                Tenants.EQUAL,
                "test",
                Set.of()));
        leader = new Leader(
                new Coordinator(new PlacementService(engine)),
                ledger,
                clock,
                changes -> latest.putAll(changes.workloads()),
                LeaderObserver.BLIND,
                FenceLog.NOWHERE,
                links,
                () -> {});
        Thread.ofPlatform().daemon().name("leader").start(leader::run);
        endpoint = new AgentSessionEndpoint(
                leader,
                new PoolReportCodec(AcceleratorCatalog.load().resolver()),
                clock,
                () -> "s-" + sessions.incrementAndGet(),
                () -> 1,
                () -> true,
                telemetry,
                Guard.NONE,
                LinkPace.DEFAULT);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(endpoint)
                .build()
                .start();
        var _ = timer.scheduleAtFixedRate(endpoint::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int port() {
        return server.getPort();
    }

    WorkloadId submit(WorkloadSpec spec) {
        var id = WorkloadId.random(random);
        var workload = Workload.accepted(id, spec, clock.instant());
        ledger.accept(workload, new Request(id.value(), "submit"));
        leader.post(new Event.Accepted(workload));
        return id;
    }

    /** What became of it so far; null: nothing yet. */
    @Nullable
    WorkloadState latest(WorkloadId id) {
        var workload = latest.get(id);
        return workload == null ? null : workload.state();
    }

    List<Attempt> attempts(WorkloadId id) {
        var workload = latest.get(id);
        return workload == null ? List.of() : workload.parts();
    }

    public <T> T ask(Function<Coordinator, T> question) {
        return leader.ask(question);
    }

    /** Where its agents are. */
    public AgentSessionEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.shutdownNow();
        leader.stop();
    }
}
