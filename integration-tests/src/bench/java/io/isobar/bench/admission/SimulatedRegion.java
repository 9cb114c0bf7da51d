package io.isobar.bench.admission;

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
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.session.RegionLink;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A region of one pool at the leader's own port: it admits onto nodes, runs by timers, and tells of its capacity as an agent does, at
 * most every 10 ms. One thread has all of it.
 */
final class SimulatedRegion implements RegionLink, AutoCloseable {
    private static final long NODE_MILLICPUS = 100_000;
    private static final long MEMORY = 256L << 30;
    private static final Duration POOL_PACE = Duration.ofMillis(10);

    private final PoolKey pool;
    private final Leader leader;
    private final InstantSource clock;
    private final Function<Workload, Duration> runs;
    private final Watcher watcher;
    private final long[] free;
    private final Map<AttemptId, Held> held = new HashMap<>();
    private final ScheduledThreadPoolExecutor thread;
    private long sequence = 1;
    private boolean pacing;

    /** Sees what the region does, on the region's thread. */
    interface Watcher {
        void reserved(Workload workload);

        void holds(String tenant, long millicpus);

        /** It holds so much no more. */
        void left(Workload workload, long millicpus, boolean done);
    }

    private record Held(
            Command.Reserve by,
            int node,
            long millicpus,
            @Nullable Future<?> end) {}

    SimulatedRegion(
            String name,
            int nodes,
            Leader leader,
            InstantSource clock,
            Function<Workload, Duration> runs,
            Watcher watcher) {
        this.pool = new PoolKey(new RegionName(name), "hosts");
        this.leader = leader;
        this.clock = clock;
        this.runs = runs;
        this.watcher = watcher;
        this.free = new long[nodes];
        Arrays.fill(free, NODE_MILLICPUS);
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Opens the session with a full report. */
    void connect() {
        var facts = new RegionFacts(
                pool.region(),
                "provider",
                new Place("CN", null, null, null, null, null),
                RegionFacts.Manager.SIMULATED,
                ComputeClass.GENERAL,
                "bench");
        leader.post(new Event.Connected(facts, this));
        leader.post(new Event.PoolReported(this, report(), clock.instant()));
        leader.post(new Event.Synchronised(pool.region(), this, Set.of(pool.pool()), Set.of()));
    }

    @Override
    public String id() {
        return pool.region().value();
    }

    @Override
    public void send(Command command) {
        thread.execute(() -> {
            try {
                obey(command);
            } catch (RuntimeException failed) {
                AdmissionBenchmark.fail("region " + id(), failed);
            }
        });
    }

    private void obey(Command command) {
        switch (command) {
            case Command.Reserve reserve -> reserve(reserve);
            case Command.Launch launch -> launch(launch.attempt().id());
            case Command.Stop stop -> end(stop.attempt(), stop.reason());
            case Command.Forget forget -> {}
        }
    }

    private void reserve(Command.Reserve reserve) {
        watcher.reserved(reserve.workload());
        long wanted = reserve.attempt().assignment().shape().millicpus();
        int node = fullestThatFits(wanted);
        var id = reserve.attempt().id();
        if (node < 0) {
            leader.post(new Event.Refused(
                    pool.region(), this, id, Reason.INSUFFICIENT_CAPACITY, "no node has " + wanted + " millicpus"));
            return;
        }
        held.put(id, new Held(reserve, node, wanted, null));
        watcher.holds(reserve.workload().spec().tenant(), wanted);
        changed(node, -wanted);
        leader.post(new Event.Admitted(pool.region(), this, id, sequence));
    }

    private int fullestThatFits(long wanted) {
        int best = -1;
        for (int node = 0; node < free.length; node++) {
            if (free[node] >= wanted && (best < 0 || free[node] < free[best])) {
                best = node;
            }
        }
        return best;
    }

    private void launch(AttemptId id) {
        var known = held.get(id);
        if (known == null || known.end() != null) {
            return;
        }
        var takes = runs.apply(known.by().workload());
        var end = thread.schedule(() -> end(id, Reason.EXIT_ZERO), takes.toNanos(), TimeUnit.NANOSECONDS);
        held.put(id, new Held(known.by(), known.node(), known.millicpus(), end));
        leader.post(new Event.Reported(
                this, new Report(pool.region(), id, Report.Phase.RUNNING, 1, clock.instant(), null, sequence)));
    }

    private void end(AttemptId id, Reason reason) {
        var known = held.remove(id);
        if (known == null) {
            return;
        }
        if (known.end() != null) {
            known.end().cancel(false);
        }
        boolean done = reason == Reason.EXIT_ZERO;
        watcher.left(known.by().workload(), known.millicpus(), done);
        changed(known.node(), known.millicpus());
        var end = new Report.RegionEnd(reason, done ? 0 : null, done ? "done" : "stopped", clock.instant());
        leader.post(
                new Event.Reported(this, new Report(pool.region(), id, Report.Phase.ENDED, 2, null, end, sequence)));
    }

    /** The next report of the pool, and all after it, have it. */
    private void changed(int node, long gained) {
        free[node] += gained;
        if (!pacing) {
            pacing = true;
            sequence++;
            var _ = thread.schedule(this::tell, POOL_PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        pacing = false;
        leader.post(new Event.PoolReported(this, report(), clock.instant()));
    }

    private PoolReport report() {
        var nodesByFree = new TreeMap<Long, Integer>();
        for (long each : free) {
            nodesByFree.merge(each, 1, Integer::sum);
        }
        var buckets = nodesByFree.entrySet().stream()
                .map(entry -> new NodeBucket(
                        entry.getValue(),
                        new Amount(0, 0),
                        new Amount(NODE_MILLICPUS, entry.getKey()),
                        new Amount(MEMORY, MEMORY)))
                .toList();
        return new PoolReport(
                pool,
                new PoolFacts(null, HostArchitecture.X86_64, List.of(), null, false),
                sequence,
                clock.instant(),
                Duration.ofMinutes(1),
                new Histogram(buckets),
                0,
                List.of(new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse("0.1 CNY"), null)));
    }

    @Override
    public void lease(SilenceRule rule, long fence) {}

    @Override
    public void notice(Reason reason, String message) {
        throw new IllegalStateException(reason + ": " + message);
    }

    @Override
    public LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow) {
        throw new UnsupportedOperationException("work that is simulated writes nothing");
    }

    @Override
    public void close(Reason reason, String why) {
        throw new IllegalStateException(reason + ": " + why);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
