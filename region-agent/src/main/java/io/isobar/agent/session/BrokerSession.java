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
 * when this one was taken; the thread that takes the steps is the only one that sends.
 */
final class BrokerSession implements ClientResponseObserver<ConnectRequest, ConnectResponse> {
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
    /** By the clock that nobody sets, as all that is waited for here. */
    private volatile Duration heardAt;

    private volatile Instant helloAt;
    private volatile boolean registered;
    private final Renewals renewals;
    private Duration keepAliveAt = Duration.ZERO;
    private Duration wakeAt;

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
        this.heardAt = region.lease().now();
        this.helloAt = clock.instant();
        this.wakeAt = heardAt;
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
        heardAt = region.lease().now();
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
        AgentProtocol.refusal(received.getProtocolMajor(), received.getProtocolMinor())
                .ifPresent(why -> {
                    throw Status.FAILED_PRECONDITION.withDescription(why).asRuntimeException();
                });
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

    /** Says hello; once, and first. */
    void begin() {
        helloAt = clock.instant();
        renewals.asked(helloAt);
        stream().onNext(hello(helloAt));
    }

    /** Sends what there is to send now, and looks whether the stream has ended; null: it goes on, else why not. */
    @Nullable
    Throwable step() {
        Throwable problem = ended.get();
        if (problem != null) {
            return problem;
        }
        Duration now = region.lease().now();
        Welcome greeted = welcome;
        Duration silence = greeted == null ? WELCOME_LIMIT : limit(greeted);
        if (now.minus(heardAt).compareTo(silence) > 0) {
            return Status.DEADLINE_EXCEEDED
                    .withDescription("no message from the broker for " + silence.toMillis() + " ms")
                    .asException();
        }
        if (outbox.isOverLimit()) {
            return Status.RESOURCE_EXHAUSTED
                    .withDescription("the broker does not read: more than " + OutboundQueue.LIMIT + " reports wait")
                    .asException();
        }
        wakeAt = heardAt.plus(silence).plusMillis(1);
        if (greeted != null) {
            Duration every = every(greeted);
            // What is sent more often once there is a lease is not to wait for what was reckoned without.
            if (keepAliveAt.compareTo(now) <= 0 || keepAliveAt.minus(now).compareTo(every) > 0) {
                keepAliveAt = now.plus(every);
                sendKeepAlive(stream(), clock.instant());
            }
            wakeAt = keepAliveAt.compareTo(wakeAt) < 0 ? keepAliveAt : wakeAt;
            sendWhileReady(stream());
        }
        return null;
    }

    /** After so long the next step is due; earlier where there is something to send, or the stream has ended. */
    Duration patience() {
        return wakeAt.minus(region.lease().now());
    }

    /** Waits until the next step may have something to do. */
    void await(Duration patience) throws InterruptedException {
        outbox.await(welcome != null && stream().isReady(), patience);
    }

    /** Lets go of the stream; once, and last. */
    void end() {
        outbox.close();
        inbound.close();
        stream().cancel("the session is over", null);
    }

    private ClientCallStreamObserver<ConnectRequest> stream() {
        ClientCallStreamObserver<ConnectRequest> stream = call;
        if (stream == null) {
            throw new IllegalStateException("the call was not started");
        }
        return stream;
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
        Duration ofLease =
                region.lease().stopAfter().map(held -> held.dividedBy(4)).orElse(sound);
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
                        .setProtocolMajor(AgentProtocol.MAJOR)
                        .setProtocolMinor(AgentProtocol.MINOR)
                        .setReport(report)
                        .setSentAt(WireTime.timestamp(now)))
                .build();
    }
}
