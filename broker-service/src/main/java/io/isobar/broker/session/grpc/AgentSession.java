package io.isobar.broker.session.grpc;

import io.grpc.stub.StreamObserver;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.session.AgentClock;
import io.isobar.broker.session.ProtocolVersion;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.wire.PoolReportCodec.Reported;
import io.isobar.broker.wire.Reading;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.ReportCodec;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.FullReportRequest;
import io.isobar.proto.region.v1.Hello;
import io.isobar.proto.region.v1.KeepAlive;
import io.isobar.proto.region.v1.PoolReport;
import io.isobar.proto.region.v1.ReportEnd;
import io.isobar.proto.region.v1.Welcome;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one agent: turns its messages into events for the leader. gRPC calls it with one message at a time; posting blocks
 * while the leader is behind, and so the agent is slowed down.
 */
final class AgentSession implements StreamObserver<ConnectRequest> {
    static final Duration LARGEST_OFFSET = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(AgentSession.class);

    private final String id;
    private final Outbox outbox;
    private final GrpcRegionLink link;
    private final Leader leader;
    private final PoolReportCodec pools;
    private final InstantSource clock;
    private final long epoch;
    private final BooleanSupplier sure;
    private final Consumer<TelemetryBatch> telemetry;
    private final LinkPace pace;
    private final Runnable gone;
    private final FullReport report = new FullReport();
    private final AgentClock agentClock = new AgentClock();
    private volatile @Nullable RegionFacts facts;
    private final AtomicLong silentMillis = new AtomicLong();
    private Instant beatAt;
    private boolean clockIsOff;
    private boolean over;

    AgentSession(
            String id,
            Outbox outbox,
            Leader leader,
            PoolReportCodec pools,
            InstantSource clock,
            long epoch,
            BooleanSupplier sure,
            Consumer<TelemetryBatch> telemetry,
            LinkPace pace,
            Runnable gone) {
        this.id = id;
        this.outbox = outbox;
        this.link = new GrpcRegionLink(id, outbox);
        this.leader = leader;
        this.pools = pools;
        this.clock = clock;
        this.epoch = epoch;
        this.sure = sure;
        this.telemetry = telemetry;
        this.pace = pace;
        this.gone = gone;
        this.beatAt = clock.instant();
    }

    /** What the full report that is coming in has named so far. */
    private static final class FullReport {
        private final Set<String> pools = new HashSet<>();
        private final Set<AttemptId> attempts = new HashSet<>();
        private int attemptReports;
        private long number;
        private boolean open;

        void begin(long next) {
            pools.clear();
            attempts.clear();
            attemptReports = 0;
            number = next;
            open = true;
        }
    }

    /**
     * Sends a keep-alive, or ends a link that was silent for too long. Asked every {@link LinkPace#keepAliveEvery}, from one thread. What passed
     * between two beats counts for no more than two of them: a clock that is set makes no agent silent, and keeps none from being so.
     */
    void beat() {
        var now = clock.instant();
        long step = Math.clamp(
                Duration.between(beatAt, now).toMillis(),
                0,
                pace.keepAliveEvery().multipliedBy(2).toMillis());
        beatAt = now;
        var silent = Duration.ofMillis(silentMillis.addAndGet(step));
        if (silent.compareTo(pace.silenceLimit()) > 0) {
            link.close(Reason.SESSION_SILENT, "nothing was heard for " + silent.toSeconds() + " s");
            end("nothing was heard for " + silent.toSeconds() + " s");
        } else if (facts != null) {
            outbox.send(Heartbeat.question(clock.instant()));
        }
    }

    @Override
    public void onNext(ConnectRequest request) {
        silentMillis.set(0);
        try {
            dispatch(request);
        } catch (RuntimeException | LinkageError fault) {
            // Ours, not the agent's: it is cut off, comes back with a full report, and the log has the cause.
            LOG.errorf(fault, "region=%s session=%s cannot take %s", name(), id, request.getMessageCase());
            link.close(Reason.INTERNAL, "the broker cannot take " + request.getMessageCase() + "; its log says why");
            end("a fault of the broker");
        }
    }

    private void dispatch(ConnectRequest request) {
        var known = facts;
        if (known != null) {
            take(known.name(), request);
        } else if (request.getMessageCase() == ConnectRequest.MessageCase.HELLO) {
            hello(request.getHello());
        } else {
            refuse(Reason.INVALID_ARGUMENT, "the first message must be hello, is " + request.getMessageCase());
        }
    }

    private void take(RegionName region, ConnectRequest request) {
        switch (request.getMessageCase()) {
            case HELLO -> refuse(Reason.INVALID_ARGUMENT, "hello is said once, at the beginning");
            case POOL -> pool(region, request.getPool());
            case POOL_WITHDRAWAL ->
                withdrawal(region, request.getPoolWithdrawal().getPool());
            case ATTEMPT -> {
                report.attemptReports++;
                var now = clock.instant();
                var read =
                        ReportCodec.fromProto(region, request.getAttempt(), now, then -> agentClock.byOurs(then, now));
                sound(read, said -> {
                    report.attempts.add(said.attempt());
                    leader.post(new Event.Reported(link, said));
                });
            }
            case REPORT_END -> reportEnd(region, request.getReportEnd());
            case ADMITTED ->
                sound(
                        ReportCodec.fromProto(request.getAdmitted()),
                        said -> leader.post(new Event.Admitted(region, link, said.attempt(), said.coveredFrom())));
            case REFUSED ->
                sound(
                        ReportCodec.fromProto(request.getRefused()),
                        said -> leader.post(
                                new Event.Refused(region, link, said.attempt(), said.reason(), said.message())));
            case KEEP_ALIVE -> keepAlive(region, request.getKeepAlive());
            case LOG -> link.accept(request.getLog());
            case TELEMETRY -> {
                // A region speaks for itself only.
                if (request.getTelemetry().getRegion().equals(region.value())) {
                    telemetry.accept(request.getTelemetry());
                }
            }
            case PROGRESS -> {
                var now = clock.instant();
                sound(
                        ReportCodec.fromProto(request.getProgress(), now, then -> agentClock.byOurs(then, now)),
                        said -> leader.post(new Event.Progressed(
                                region,
                                link,
                                said.attempt(),
                                said.said().steps(),
                                said.said().total(),
                                said.said().at())));
            }
            case WAITING ->
                sound(
                        ReportCodec.fromProto(request.getWaiting(), agentClock::byOurs),
                        said -> leader.post(new Event.Waits(region, link, said.attempt(), said.waiting())));
            // A newer agent may say what this broker does not know yet.
            case MESSAGE_NOT_SET -> LOG.debugf("region=%s session=%s said something unknown", region, id);
        }
    }

    private void hello(Hello hello) {
        var refusal = ProtocolVersion.refusal(hello.getProtocolMajor(), hello.getProtocolMinor());
        if (refusal.isPresent()) {
            refuse(Reason.INVALID_ARGUMENT, refusal.get());
            return;
        }
        switch (RegionCodec.fromProto(hello.getRegion())) {
            case Reading.Malformed<RegionFacts>(var problem) -> refuse(Reason.INVALID_ARGUMENT, problem);
            case Reading.Sound<RegionFacts>(var said) -> {
                facts = said;
                var sentAt = hello.hasSentAt() ? Heartbeat.instant(hello.getSentAt()) : null;
                if (sentAt != null) {
                    agentClock.greeted(sentAt, clock.instant());
                }
                report.begin(hello.getReport());
                LOG.infof(
                        "region=%s session=%s connected, agent %s, incarnation %s",
                        said.name(), id, said.agentVersion(), hello.getIncarnation());
                leader.post(new Event.Connected(said, link));
                outbox.send(welcome());
                outbox.send(Heartbeat.question(clock.instant()));
            }
        }
    }

    private ConnectResponse welcome() {
        return ConnectResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setSessionId(id)
                        .setProtocolMajor(ProtocolVersion.MAJOR)
                        .setProtocolMinor(ProtocolVersion.MINOR)
                        .setKeepAliveEvery(Heartbeat.duration(pace.keepAliveEvery()))
                        .setSilenceLimit(Heartbeat.duration(pace.silenceLimit()))
                        .setBrokerTime(Heartbeat.timestamp(clock.instant()))
                        .setLeaderEpoch(epoch))
                .build();
    }

    private void pool(RegionName region, PoolReport said) {
        var now = clock.instant();
        report.pools.add(said.getPool().getName());
        switch (pools.fromProto(region, said)) {
            case Reported.Usable usable -> {
                leader.post(new Event.PoolReported(
                        link,
                        usable.report(),
                        now,
                        agentClock.byOurs(usable.report().observedAt(), now)));
                usable.notes().forEach(note -> link.notice(Reason.ACCELERATOR_UNKNOWN, note));
            }
            case Reported.Unsound unsound -> {
                LOG.warnf("region=%s session=%s reason=POOL_QUARANTINED %s", region, id, unsound.why());
                if (unsound.key() == null) {
                    link.notice(Reason.POOL_QUARANTINED, unsound.why());
                } else {
                    leader.post(new Event.PoolUnsound(link, unsound.key(), unsound.why()));
                }
            }
        }
    }

    private void withdrawal(RegionName region, String pool) {
        if (RegionName.isName(pool)) {
            leader.post(new Event.PoolWithdrawn(link, new PoolKey(region, pool)));
        }
    }

    /** A report of which something was lost on the way proves nothing: a new one is asked for. */
    private void reportEnd(RegionName region, ReportEnd end) {
        if (!report.open || end.getReport() != report.number) {
            return;
        }
        if (end.getPools() != report.pools.size() || end.getAttempts() > report.attemptReports) {
            LOG.warnf(
                    "region=%s session=%s full report %d says %d pools and %d attempts, %d and %d came; asking anew",
                    region,
                    id,
                    end.getReport(),
                    end.getPools(),
                    end.getAttempts(),
                    report.pools.size(),
                    report.attemptReports);
            askAnew();
            return;
        }
        report.open = false;
        leader.post(new Event.Synchronised(region, link, Set.copyOf(report.pools), Set.copyOf(report.attempts)));
        report.pools.clear();
        report.attempts.clear();
    }

    private void askAnew() {
        report.begin(report.number + 1);
        outbox.send(ConnectResponse.newBuilder()
                .setFullReport(FullReportRequest.newBuilder().setReport(report.number))
                .build());
    }

    private void keepAlive(RegionName region, KeepAlive said) {
        var now = clock.instant();
        // The answer renews the region's lease. Who may have been replaced leaves that to the topic of fences.
        if (!said.hasAnswers() && sure.getAsBoolean()) {
            outbox.send(Heartbeat.answer(said, now));
        }
        var roundTrip = measure(region, said, now);
        leader.post(new Event.Heard(region, link, now, roundTrip == null ? null : agentClock.offset(), roundTrip));
    }

    /** The round trip; null: it shows none. */
    private @Nullable Duration measure(RegionName region, KeepAlive said, Instant now) {
        var askedAt = said.hasAnswers() ? Heartbeat.instant(said.getAnswers()) : null;
        var agentTime = Heartbeat.instant(said.getSentAt());
        if (askedAt == null || agentTime == null) {
            return null;
        }
        return switch (agentClock.exchanged(askedAt, agentTime, now)) {
            case NOTHING -> null;
            case OFFSET -> {
                tellOfClock(region);
                yield Duration.between(askedAt, now);
            }
            case CLOCK_SET -> {
                LOG.warnf("region=%s session=%s the clock of the agent or the broker was set; asking anew", region, id);
                tellOfClock(region);
                if (!report.open) {
                    askAnew();
                }
                yield Duration.between(askedAt, now);
            }
        };
    }

    /** Once when it is found to be off, and once when it is right again. */
    private void tellOfClock(RegionName region) {
        var offset = agentClock.offset();
        boolean isOff = offset != null && offset.exceeds(clockIsOff ? LARGEST_OFFSET.dividedBy(2) : LARGEST_OFFSET);
        if (offset != null && isOff != clockIsOff) {
            clockIsOff = isOff;
            LOG.logf(
                    isOff ? Logger.Level.WARN : Logger.Level.INFO,
                    "region=%s session=%s clock of the agent is %s ms ahead, give or take %s ms%s",
                    region,
                    id,
                    offset.ahead().toMillis(),
                    offset.uncertainty().toMillis(),
                    isOff ? "; what it dates is corrected by that, its own log is not: set its clock (NTP)" : "");
        }
    }

    private <T> void sound(Reading<T> reading, Consumer<T> then) {
        switch (reading) {
            case Reading.Sound<T>(var value) -> then.accept(value);
            case Reading.Malformed<T>(var problem) -> {
                LOG.warnf("region=%s session=%s %s", name(), id, problem);
                link.notice(Reason.INVALID_ARGUMENT, problem);
            }
        }
    }

    private void refuse(Reason reason, String why) {
        LOG.warnf("region=%s session=%s reason=%s refused: %s", name(), id, reason, why);
        link.close(reason, why);
        end(why);
    }

    @Override
    public void onError(Throwable broken) {
        end(String.valueOf(broken.getMessage()));
    }

    @Override
    public void onCompleted() {
        outbox.complete();
        end("the agent closed it");
    }

    /** The stream is over, for whatever reason; told once. */
    void end(String why) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        gone.run();
        link.broken("the link to the region broke: " + why);
        var known = facts;
        if (known != null) {
            LOG.infof("region=%s session=%s disconnected: %s", known.name(), id, why);
            leader.post(new Event.Disconnected(known.name(), link));
        }
    }

    private String name() {
        var known = facts;
        return known == null ? "-" : known.name().value();
    }
}
