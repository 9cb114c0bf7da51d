package io.isobar.broker.session.grpc;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.session.RegionLink;
import io.isobar.broker.wire.LaunchCodec;
import io.isobar.broker.wire.ReasonCodec;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.LogRequest;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.LeaseTerms;
import io.isobar.proto.region.v1.Notice;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One agent's stream, seen from the broker. */
final class GrpcRegionLink implements RegionLink {
    private static final int MOST_LOGS = 256;

    private final String id;
    private final Outbox outbox;
    private final AtomicLong nextLog = new AtomicLong();
    private final Map<Long, GrpcLogFeed> logs = new ConcurrentHashMap<>();

    GrpcRegionLink(String id, Outbox outbox) {
        this.id = id;
        this.outbox = outbox;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void send(Command command) {
        outbox.send(LaunchCodec.toProto(command));
    }

    @Override
    public void lease(SilenceRule rule, long fence) {
        outbox.send(ConnectResponse.newBuilder()
                .setLease(LeaseTerms.newBuilder()
                        .setStopAfter(Heartbeat.duration(rule.stopAfter()))
                        .setStopGrace(Heartbeat.duration(rule.stopGrace()))
                        .setFence(fence))
                .build());
    }

    @Override
    public void notice(Reason reason, String message) {
        outbox.send(ConnectResponse.newBuilder()
                .setNotice(Notice.newBuilder()
                        .setReason(ReasonCodec.toProto(reason))
                        .setMessage(message))
                .build());
    }

    @Override
    public LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow) {
        if (logs.size() >= MOST_LOGS) {
            throw new Failure(Reason.OVERLOADED, "the region already sends " + MOST_LOGS + " logs");
        }
        long log = nextLog.incrementAndGet();
        var feed = new GrpcLogFeed(log, outbox::send, () -> logs.remove(log));
        logs.put(log, feed);
        outbox.send(ConnectResponse.newBuilder()
                .setLogRequest(LogRequest.newBuilder()
                        .setLogId(log)
                        .setAttemptId(attempt.toString())
                        .setStream(streamOf(wanted))
                        .setFromOffset(from)
                        .setFollow(follow)
                        .setCredit(GrpcLogFeed.CREDIT))
                .build());
        return feed;
    }

    void accept(LogAnswer answer) {
        var feed = logs.get(answer.getLogId());
        if (feed != null) {
            feed.accept(answer);
        }
    }

    /** The stream is gone, for whatever reason. */
    void broken(String why) {
        outbox.abandon();
        logs.values().forEach(feed -> feed.breakOff(why));
        logs.clear();
    }

    @Override
    public void close(Reason reason, String why) {
        outbox.close(StatusCodec.toStatus(new Failure(reason, why)));
    }

    private static OutputStream streamOf(LogFeed.Wanted wanted) {
        return switch (wanted) {
            case STDOUT -> OutputStream.OUTPUT_STREAM_STDOUT;
            case STDERR -> OutputStream.OUTPUT_STREAM_STDERR;
            case BOTH -> OutputStream.OUTPUT_STREAM_UNSPECIFIED;
        };
    }
}
