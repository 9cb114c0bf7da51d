package io.isobar.broker.session.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc.AgentSessionServiceImplBase;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where the agents connect. */
public final class AgentSessionEndpoint extends AgentSessionServiceImplBase {
    private static final int MOST_SESSIONS = 10_000;

    private final Leader leader;
    private final PoolReportCodec pools;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final LongSupplier epoch;
    private final Consumer<TelemetryBatch> telemetry;
    private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();

    /**
     * Posts what agents say to the leader.
     *
     * @param ids gives a new id for each session
     * @param epoch of the lead
     * @param telemetry takes the batches of agents that may not reach Kafka; must not block
     */
    public AgentSessionEndpoint(
            Leader leader,
            PoolReportCodec pools,
            InstantSource clock,
            Supplier<String> ids,
            LongSupplier epoch,
            Consumer<TelemetryBatch> telemetry) {
        this.leader = leader;
        this.pools = pools;
        this.clock = clock;
        this.ids = ids;
        this.epoch = epoch;
        this.telemetry = telemetry;
    }

    /** How often {@link #beat} must be called. */
    public static Duration beatEvery() {
        return AgentSession.KEEP_ALIVE_EVERY;
    }

    /** Sends keep-alives and ends silent links. */
    public void beat() {
        sessions.values().forEach(AgentSession::beat);
    }

    /** Sessions that are open. */
    public int open() {
        return sessions.size();
    }

    /** Sessions that were ever opened. */
    public long opened() {
        return opened.get();
    }

    /** Of those, the ones that are over. */
    public long closed() {
        return closed.get();
    }

    /** Sessions that were not opened as too many are. */
    public long turnedAway() {
        return turnedAway.get();
    }

    private void remove(String id) {
        if (sessions.remove(id) != null) {
            closed.incrementAndGet();
        }
    }

    @Override
    public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> responses) {
        var stream = (ServerCallStreamObserver<ConnectResponse>) responses;
        var outbox = new Outbox(stream);
        var id = ids.get();
        var session =
                new AgentSession(id, outbox, leader, pools, clock, epoch.getAsLong(), telemetry, () -> remove(id));
        stream.setOnReadyHandler(outbox::drain);
        stream.setOnCancelHandler(() -> session.end("the connection broke"));
        if (sessions.size() >= MOST_SESSIONS) {
            turnedAway.incrementAndGet();
            outbox.close(StatusCodec.toStatus(
                    new Failure(Reason.OVERLOADED, MOST_SESSIONS + " agents are connected, no more are taken")));
        } else {
            opened.incrementAndGet();
            sessions.put(id, session);
        }
        return session;
    }
}
