package io.isobar.agent.session;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.proto.execution.v1.ProgressReport;
import io.isobar.proto.execution.v1.WaitReport;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    private final Function<HostPort, ManagedChannel> channels;
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
    private volatile @Nullable Held held;

    private record Held(HostPort address, ManagedChannel channel, BrokerSession session) {}

    /**
     * A link that has not dialled yet.
     *
     * @param channels opens a connection; its call-backs must come on threads that may block
     * @param executor runs what sends output, on threads that may block
     * @param capacityValidity how long a pool's figures may be used after they were observed
     */
    public BrokerLink(
            RegionPort region,
            List<HostPort> brokers,
            Function<HostPort, ManagedChannel> channels,
            Executor executor,
            InstantSource clock,
            RandomGenerator random,
            Duration capacityValidity) {
        this(region, brokers, channels, executor, clock, random, capacityValidity, batch -> {});
    }

    /** {@code given} is told which telemetry a broker's stream was given. */
    public BrokerLink(
            RegionPort region,
            List<HostPort> brokers,
            Function<HostPort, ManagedChannel> channels,
            Executor executor,
            InstantSource clock,
            RandomGenerator random,
            Duration capacityValidity,
            Consumer<TelemetryBatch> given) {
        this.region = region;
        this.route = new BrokerRoute(brokers);
        this.channels = channels;
        this.outbox = new Outbox(new MessageWriter(capacityValidity), given);
        this.executor = executor;
        this.clock = clock;
        this.backoff = new Backoff(random);
        this.status = new LinkStatus(false, "not dialled yet", clock.instant());
    }

    /** Takes what the region tells; what is told while there is no session is part of the next full report. */
    public void tell(RegionMessage message) {
        outbox.tell(message);
    }

    /** Takes how far an attempt has come; dropped while there is no session. */
    public void tell(ProgressReport report) {
        outbox.tell(report);
    }

    /** Takes what an attempt waits for; dropped while there is no session. */
    public void tell(WaitReport report) {
        outbox.tell(report);
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
                Duration wait = step();
                Held dialled = held;
                if (closed.getCount() == 0) {
                    return;
                } else if (dialled != null) {
                    dialled.session.await(wait);
                } else if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.log(System.Logger.Level.DEBUG, "closed while waiting");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            letGo();
        }
    }

    /**
     * Dials, or goes on with the session, or ends it; never waits. {@link #run} does nothing else; who drives a link on a time of its own
     * calls it after the time it gave, and while {@link #isHeld} whenever something may have come in or is to be sent.
     *
     * @return how long to wait with the next step
     */
    public Duration step() {
        Held dialled = held;
        if (dialled == null) {
            dialled = dial(route.next());
            held = dialled;
        }
        Throwable problem = dialled.session.step();
        if (problem == null) {
            return dialled.session.patience();
        }
        SessionEnd end = StreamErrors.end(problem, dialled.session.isRegistered());
        letGo();
        return closed.getCount() > 0 ? prepareNext(dialled.address, end) : Duration.ZERO;
    }

    /** Whether there is a session, be it one that is only dialled; else the link waits until it dials again. */
    public boolean isHeld() {
        return held != null;
    }

    private Held dial(HostPort address) {
        dials.incrementAndGet();
        ManagedChannel channel = channels.apply(address);
        ClockOffset clockOffset = new ClockOffset();
        LogRelay logs = new LogRelay(region.outputs(), outbox, executor);
        InboundMessages inbound =
                new InboundMessages(region, outbox, logs, clockOffset, highestLeader, () -> registered(address));
        BrokerSession session = new BrokerSession(region, outbox, inbound, clockOffset, clock, ++report);
        try {
            AgentSessionServiceGrpc.newStub(channel).connect(session);
            session.begin();
        } catch (RuntimeException e) {
            channel.shutdownNow();
            throw e;
        }
        return new Held(address, channel, session);
    }

    private void letGo() {
        Held dialled = held;
        if (dialled == null) {
            return;
        }
        held = null;
        dialled.session.end();
        dialled.channel.shutdownNow();
        if (status.registered()) {
            backoff.sessionHeld(Duration.between(status.since(), clock.instant()));
        }
        status = new LinkStatus(false, "the session with " + dialled.address + " is over", clock.instant());
    }

    private void registered(HostPort address) {
        if (!status.registered()) {
            route.worked();
            registrations.incrementAndGet();
            status = new LinkStatus(true, "registered with " + address, clock.instant());
            LOG.log(System.Logger.Level.INFO, () -> "registered region=" + region.name() + " broker=" + address);
        }
    }

    /** How long to wait before it dials again. */
    private Duration prepareNext(HostPort address, SessionEnd end) {
        return switch (end) {
            case SessionEnd.Redirected redirected -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "redirected region=" + region.name() + " broker=" + address + " leader="
                                + redirected.leader());
                yield route.redirect(redirected.leader())
                        ? Duration.ZERO
                        : pause(address, "the brokers do not agree on who leads");
            }
            case SessionEnd.TakenOver over -> {
                backoff.stretch();
                yield pause(address, over.why() + "; does another agent run for this region?");
            }
            case SessionEnd.Broken broken -> {
                boolean change = route.failed() && !broken.registered();
                // Beside the pause, which is drawn: who were all told the same do not come back together.
                Duration drawn = change ? backoff.soon() : backoff.next();
                yield pause(address, broken.why(), broken.notBefore().plus(drawn));
            }
        };
    }

    private Duration pause(HostPort address, String why) {
        return pause(address, why, backoff.next());
    }

    private Duration pause(HostPort address, String why, Duration wait) {
        status = new LinkStatus(false, address + ": " + why, clock.instant());
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "link down region=" + region.name() + " broker=" + address + " retry_ms=" + wait.toMillis()
                        + " reason=" + why);
        return wait;
    }

    @Override
    public void close() {
        closed.countDown();
        Held dialled = held;
        if (dialled != null) {
            dialled.session.onError(
                    Status.CANCELLED.withDescription("the agent shuts down").asException());
        }
    }
}
