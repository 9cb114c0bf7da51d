package io.isobar.broker.session.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.port.Guard;
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
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier sure;
    private final Consumer<TelemetryBatch> telemetry;
    private final Guard accepting;
    private final LinkPace pace;
    private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();

    /**
     * Posts what agents say to the leader.
     *
     * @param ids gives a new id for each session
     * @param epoch of the lead
     * @param sure whether this broker can say that it led a moment ago; where it cannot, another may be counting regions as silent, and no
     *     lease is renewed here
     * @param telemetry takes the batches of agents that may not reach Kafka; must not block
     * @param accepting stands before each session that begins
     * @param pace of all links
     */
    public AgentSessionEndpoint(
            Leader leader,
            PoolReportCodec pools,
            InstantSource clock,
            Supplier<String> ids,
            LongSupplier epoch,
            BooleanSupplier sure,
            Consumer<TelemetryBatch> telemetry,
            Guard accepting,
            LinkPace pace) {
        this.leader = leader;
        this.pools = pools;
        this.clock = clock;
        this.ids = ids;
        this.epoch = epoch;
        this.sure = sure;
        this.telemetry = telemetry;
        this.accepting = accepting;
        this.pace = pace;
    }

    /** How often {@link #beat} must be called. */
    public Duration beatEvery() {
        return pace.keepAliveEvery();
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

    /** Sessions that were not opened as too many are, or began too soon one after the other, or as it is not known who leads. */
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
        var session = new AgentSession(
                id, outbox, leader, pools, clock, epoch.getAsLong(), sure, telemetry, pace, () -> remove(id));
        stream.setOnReadyHandler(outbox::drain);
        stream.setOnCancelHandler(() -> session.end("the connection broke"));
        try {
            accepting.run(() -> take(id, session));
        } catch (Failure refused) {
            turnedAway.incrementAndGet();
            outbox.close(StatusCodec.toStatus(refused));
        }
        return session;
    }

    private void take(String id, AgentSession session) {
        if (sessions.size() >= MOST_SESSIONS) {
            throw new Failure(Reason.OVERLOADED, MOST_SESSIONS + " agents are connected, no more are taken");
        }
        if (!sure.getAsBoolean()) {
            throw new Failure(
                    Reason.DATABASE_UNAVAILABLE,
                    "this broker cannot ask whether it leads still, as the database does not answer; try again, or another");
        }
        opened.incrementAndGet();
        sessions.put(id, session);
    }
}
