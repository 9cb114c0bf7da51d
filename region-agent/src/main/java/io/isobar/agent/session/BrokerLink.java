package io.isobar.agent.session;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A region's link to the broker, for the life of the agent: dials, holds a session while it lasts, waits, dials again. Each link
 * has its own connection, so that one slow region delays no other.
 */
public final class BrokerLink implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerLink.class.getName());

    private final RegionPort region;
    private final BrokerRoute route;
    private final Function<BrokerAddress, ManagedChannel> channels;
    private final Outbox outbox;
    private final Executor executor;
    private final InstantSource clock;
    private final Backoff backoff;
    private final AtomicLong highestLeader = new AtomicLong(Long.MIN_VALUE);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong dials = new AtomicLong();
    private final AtomicLong registrations = new AtomicLong();
    private long report;
    private volatile LinkStatus status;
    private volatile @Nullable BrokerSession current;

    /**
     * A link that has not dialled yet.
     *
     * @param channels opens a connection; its call-backs must come on threads that may block
     * @param executor runs what sends output, on threads that may block
     * @param capacityValidity how long a pool's figures may be used after they were observed
     */
    public BrokerLink(
            RegionPort region,
            List<BrokerAddress> brokers,
            Function<BrokerAddress, ManagedChannel> channels,
            Executor executor,
            InstantSource clock,
            RandomGenerator random,
            Duration capacityValidity) {
        this.region = region;
        this.route = new BrokerRoute(brokers);
        this.channels = channels;
        this.outbox = new Outbox(new MessageWriter(capacityValidity));
        this.executor = executor;
        this.clock = clock;
        this.backoff = new Backoff(random);
        this.status = new LinkStatus(false, "not dialled yet", clock.instant());
    }

    /** Takes what the region tells; what is told while there is no session is part of the next full report. */
    public void tell(RegionMessage message) {
        outbox.tell(message);
    }

    /** Takes telemetry for the broker to pass on; dropped while there is no session. */
    public void tell(TelemetryBatch batch) {
        outbox.tell(batch);
    }

    /** Batches of telemetry that were dropped: there was no session, or the broker did not read and newer ones took their place. */
    public long droppedTelemetry() {
        return outbox.droppedTelemetry();
    }

    public LinkStatus status() {
        return status;
    }

    /** How often a broker was dialled. */
    public long dials() {
        return dials.get();
    }

    /** How often a broker took the region's full report; each after the first is a reconnect. */
    public long registrations() {
        return registrations.get();
    }

    /** Goes on until closed. */
    @Override
    public void run() {
        try {
            while (closed.getCount() > 0) {
                BrokerAddress address = route.next();
                SessionEnd end = hold(address);
                if (closed.getCount() > 0) {
                    prepareNext(address, end);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SessionEnd hold(BrokerAddress address) throws InterruptedException {
        dials.incrementAndGet();
        ManagedChannel channel = channels.apply(address);
        ClockOffset clockOffset = new ClockOffset();
        LogRelay logs = new LogRelay(region.outputs(), outbox, executor);
        InboundMessages inbound =
                new InboundMessages(region, outbox, logs, clockOffset, highestLeader, () -> registered(address));
        BrokerSession session = new BrokerSession(region, outbox, inbound, clockOffset, clock, ++report);
        current = session;
        try {
            AgentSessionServiceGrpc.newStub(channel).connect(session);
            Throwable problem = session.run();
            return StreamErrors.end(problem, session.isRegistered());
        } finally {
            current = null;
            channel.shutdownNow();
            if (status.registered()) {
                backoff.sessionHeld(Duration.between(status.since(), clock.instant()));
            }
            status = new LinkStatus(false, "the session with " + address + " is over", clock.instant());
        }
    }

    private void registered(BrokerAddress address) {
        if (!status.registered()) {
            route.worked();
            registrations.incrementAndGet();
            status = new LinkStatus(true, "registered with " + address, clock.instant());
            LOG.log(System.Logger.Level.INFO, () -> "registered region=" + region.name() + " broker=" + address);
        }
    }

    private void prepareNext(BrokerAddress address, SessionEnd end) throws InterruptedException {
        switch (end) {
            case SessionEnd.Redirected redirected -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "redirected region=" + region.name() + " broker=" + address + " leader="
                                + redirected.leader());
                if (!route.redirect(redirected.leader())) {
                    pause(address, "the brokers do not agree on who leads");
                }
            }
            case SessionEnd.TakenOver over -> {
                backoff.stretch();
                pause(address, over.why() + "; does another agent run for this region?");
            }
            case SessionEnd.Broken broken -> {
                route.failed();
                pause(address, broken.why());
            }
        }
    }

    private void pause(BrokerAddress address, String why) throws InterruptedException {
        Duration wait = backoff.next();
        status = new LinkStatus(false, address + ": " + why, clock.instant());
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "link down region=" + region.name() + " broker=" + address + " retry_ms=" + wait.toMillis()
                        + " reason=" + why);
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(System.Logger.Level.DEBUG, "closed while waiting");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        BrokerSession session = current;
        if (session != null) {
            session.onError(
                    Status.CANCELLED.withDescription("the agent shuts down").asException());
        }
    }
}
