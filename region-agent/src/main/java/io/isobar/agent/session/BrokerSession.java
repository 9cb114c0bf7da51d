package io.isobar.agent.session;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.isobar.agent.session.wire.CommandReader;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.Hello;
import io.isobar.proto.region.v1.KeepAlive;
import io.isobar.proto.region.v1.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One stream, from Hello to its end. gRPC's thread hands in what the broker sends, one message at a time and the next only
 * when this one was taken; the thread in {@link #run} is the only one that sends.
 */
final class BrokerSession implements ClientResponseObserver<ConnectRequest, ConnectResponse> {
    static final int PROTOCOL_MAJOR = 1;
    static final int PROTOCOL_MINOR = 0;
    private static final System.Logger LOG = System.getLogger(BrokerSession.class.getName());
    private static final Duration WELCOME_LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_EVERY = Duration.ofMillis(50);

    private final RegionPort region;
    private final Outbox outbox;
    private final InboundMessages inbound;
    private final ClockOffset clockOffset;
    private final InstantSource clock;
    private final long report;
    private final AtomicReference<@Nullable Throwable> ended = new AtomicReference<>();
    private volatile @Nullable ClientCallStreamObserver<ConnectRequest> call;
    private volatile @Nullable Welcome welcome;
    private volatile Instant heardAt;
    private volatile Instant helloAt;
    private volatile boolean registered;
    private final Renewals renewals;

    BrokerSession(
            RegionPort region,
            Outbox outbox,
            InboundMessages inbound,
            ClockOffset clockOffset,
            InstantSource clock,
            long report) {
        this.region = region;
        this.outbox = outbox;
        this.inbound = inbound;
        this.clockOffset = clockOffset;
        this.clock = clock;
        this.report = report;
        this.heardAt = clock.instant();
        this.helloAt = heardAt;
        this.renewals = new Renewals(region.lease());
    }

    boolean isRegistered() {
        return registered;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ConnectRequest> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(1);
        stream.setOnReadyHandler(outbox::wake);
    }

    @Override
    public void onNext(ConnectResponse response) {
        Instant now = clock.instant();
        heardAt = now;
        try {
            if (response.hasWelcome()) {
                welcome(response.getWelcome(), now);
            } else if (response.hasKeepAlive()) {
                keepAlive(response.getKeepAlive(), now);
            } else if (response.hasLease()) {
                renewals.agreed(CommandReader.lease(response.getLease()));
            } else {
                inbound.take(response);
            }
            ClientCallStreamObserver<ConnectRequest> stream = call;
            if (stream != null) {
                stream.request(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onError(e);
        } catch (StatusRuntimeException e) {
            onError(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "message failed region=" + region.name(), e);
            onError(e);
        }
    }

    private void welcome(Welcome received, Instant now) throws InterruptedException {
        if (welcome != null) {
            return;
        }
        if (received.getProtocolMajor() != PROTOCOL_MAJOR) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("the broker speaks protocol " + received.getProtocolMajor() + ", this agent "
                            + PROTOCOL_MAJOR + "; bring both to the same major version")
                    .asRuntimeException();
        }
        inbound.checkLeader(received.getLeaderEpoch());
        if (received.hasBrokerTime()) {
            clockOffset.observe(helloAt, WireTime.instant(received.getBrokerTime()), now);
        }
        outbox.open();
        welcome = received;
        inbound.reportAll(report);
        outbox.wake();
    }

    private void keepAlive(KeepAlive received, Instant now) {
        if (received.hasAnswers()) {
            renewals.answered(WireTime.instant(received.getAnswers()));
            clockOffset.observe(WireTime.instant(received.getAnswers()), WireTime.instant(received.getSentAt()), now);
        } else {
            outbox.answer(KeepAlive.newBuilder()
                    .setSentAt(WireTime.timestamp(now))
                    .setAnswers(received.getSentAt())
                    .build());
        }
    }

    @Override
    public void onError(Throwable problem) {
        ended.compareAndSet(null, problem);
        outbox.wake();
    }

    @Override
    public void onCompleted() {
        onError(Status.UNAVAILABLE
                .withDescription("the broker closed the stream")
                .asException());
    }

    /** Sends until the stream ends; returns why it did. */
    Throwable run() throws InterruptedException {
        ClientCallStreamObserver<ConnectRequest> stream = call;
        if (stream == null) {
            throw new IllegalStateException("the call was not started");
        }
        helloAt = clock.instant();
        renewals.asked(helloAt);
        stream.onNext(hello(helloAt));
        Instant keepAliveAt = Instant.MIN;
        try {
            while (true) {
                Throwable problem = ended.get();
                if (problem != null) {
                    return problem;
                }
                Instant now = clock.instant();
                Welcome greeted = welcome;
                Duration silence = greeted == null ? WELCOME_LIMIT : limit(greeted);
                if (now.isAfter(heardAt.plus(silence))) {
                    return Status.DEADLINE_EXCEEDED
                            .withDescription("no message from the broker for " + silence.toMillis() + " ms")
                            .asException();
                }
                if (outbox.isOverLimit()) {
                    return Status.RESOURCE_EXHAUSTED
                            .withDescription(
                                    "the broker does not read: more than " + OutboundQueue.LIMIT + " reports wait")
                            .asException();
                }
                Instant wake = heardAt.plus(silence).plusMillis(1);
                if (greeted != null) {
                    Duration every = every(greeted);
                    // A clock that was set back must not keep it silent until it has caught up.
                    if (!keepAliveAt.isAfter(now) || keepAliveAt.isAfter(now.plus(every))) {
                        keepAliveAt = now.plus(every);
                        sendKeepAlive(stream, now);
                    }
                    wake = keepAliveAt.isBefore(wake) ? keepAliveAt : wake;
                    sendWhileReady(stream);
                }
                outbox.await(greeted != null && stream.isReady(), Duration.between(clock.instant(), wake));
            }
        } finally {
            outbox.close();
            inbound.close();
            stream.cancel("the session is over", null);
        }
    }

    private void sendWhileReady(ClientCallStreamObserver<ConnectRequest> stream) {
        while (stream.isReady() && ended.get() == null) {
            ConnectRequest next = outbox.poll();
            if (next == null) {
                return;
            }
            stream.onNext(next);
            if (next.hasReportEnd()) {
                registered = true;
                inbound.registered();
            }
        }
    }

    /** Kept out of the outbox: it says when it was sent, so it is made when it can be sent. */
    private void sendKeepAlive(ClientCallStreamObserver<ConnectRequest> stream, Instant now) {
        if (stream.isReady()) {
            renewals.asked(now);
            stream.onNext(ConnectRequest.newBuilder()
                    .setKeepAlive(KeepAlive.newBuilder().setSentAt(WireTime.timestamp(now)))
                    .build());
        }
    }

    /** As the broker wishes, but often enough that the lease outlives an answer or two that are late. */
    private Duration every(Welcome welcome) {
        Duration every = WireTime.duration(welcome.getKeepAliveEvery());
        Duration sound = every.compareTo(SHORTEST_EVERY) < 0 ? Duration.ofSeconds(1) : every;
        Duration ofLease = region.lease().stopAfter().orElse(sound).dividedBy(4);
        return ofLease.compareTo(sound) < 0 ? ofLease : sound;
    }

    private static Duration limit(Welcome welcome) {
        Duration limit = WireTime.duration(welcome.getSilenceLimit());
        return limit.compareTo(SHORTEST_EVERY) < 0 ? WELCOME_LIMIT : limit;
    }

    private ConnectRequest hello(Instant now) {
        return ConnectRequest.newBuilder()
                .setHello(Hello.newBuilder()
                        .setRegion(region.description())
                        .setIncarnation(region.incarnation())
                        .setProtocolMajor(PROTOCOL_MAJOR)
                        .setProtocolMinor(PROTOCOL_MINOR)
                        .setReport(report)
                        .setSentAt(WireTime.timestamp(now)))
                .build();
    }
}
