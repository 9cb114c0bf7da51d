package io.isobar.broker.api.rest;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.session.RegionLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A region with a thousand cores that admits everything, runs it until it is told to stop, and gives the output that the test puts in. */
public final class ScriptedRegion implements RegionLink {
    static final RegionName NAME = new RegionName("local");

    private final Leader leader;
    final LinkedBlockingQueue<LogFeed.Next> output = new LinkedBlockingQueue<>();
    final AtomicInteger openFeeds = new AtomicInteger();

    public ScriptedRegion(Leader leader) {
        this.leader = leader;
    }

    public void connect() {
        var now = Instant.now();
        var facts = new RegionFacts(NAME, "home", Place.UNKNOWN, RegionFacts.Manager.PROCESS, null, "test");
        leader.post(new Event.Connected(facts, this));
        leader.post(new Event.PoolReported(
                this,
                new PoolReport(
                        new PoolKey(NAME, "cpu"),
                        new PoolFacts(null, null, List.of(), null, false),
                        1,
                        now,
                        Duration.ofHours(1),
                        new Histogram(List.of(new NodeBucket(
                                1,
                                new Amount(0, 0),
                                new Amount(1_000_000, 1_000_000),
                                new Amount(1L << 44, 1L << 44)))),
                        null,
                        List.of(new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse("0.1 CNY"), null))),
                now));
        leader.post(new Event.Synchronised(NAME, this, Set.of("cpu"), Set.of()));
        leader.ask(coordinator -> true);
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public void send(Command command) {
        switch (command) {
            case Command.Reserve reserve ->
                leader.post(new Event.Admitted(NAME, this, reserve.attempt().id(), 2));
            case Command.Launch launch -> report(launch.attempt().id(), Report.Phase.RUNNING, 1, null);
            case Command.Stop stop ->
                report(
                        stop.attempt(),
                        Report.Phase.ENDED,
                        2,
                        new Report.RegionEnd(stop.reason(), 143, "stopped", Instant.now()));
            case Command.Forget forget -> {}
        }
    }

    private void report(
            AttemptId attempt,
            Report.Phase phase,
            long sequence,
            Report.@org.jspecify.annotations.Nullable RegionEnd end) {
        leader.post(new Event.Reported(this, new Report(NAME, attempt, phase, sequence, Instant.now(), end, 2)));
    }

    @Override
    public void lease(SilenceRule rule, long fence) {}

    @Override
    public void notice(Reason reason, String message) {}

    @Override
    public void close(Reason reason, String why) {}

    void writes(String text) {
        output.add(new LogFeed.Next.Piece(true, 0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0));
    }

    @Override
    public LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow) {
        openFeeds.incrementAndGet();
        return new LogFeed() {
            @Override
            public Next next(Duration patience) throws InterruptedException {
                var next = output.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                return next == null ? new Next.Nothing() : next;
            }

            @Override
            public void close() {
                openFeeds.decrementAndGet();
            }
        };
    }
}
