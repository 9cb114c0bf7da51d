package io.isobar.bench.placement;

import com.sun.management.OperatingSystemMXBean;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.placement.Arrivals;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.workload.WorkloadSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Requests that arrive as fast as they are decided, and capacity that changes meanwhile. What is chosen is taken from the book. A
 * change is a report of the pool that was given from longest ago: the work given to it has ended, and half of it is free again.
 */
final class Load {
    /** So many requests are made ahead, so that making them is not measured. */
    private static final int AHEAD = 20_000;

    private static final int DECISIONS_PER_LOOK = 10;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final SyntheticFederation federation;
    private final CapacityBook book;
    private final Decider.Choice choice;
    private final List<WorkloadSpec> requests = new ArrayList<>();
    private final Map<PoolKey, List<String>> given = new HashMap<>();
    private final ArrayDeque<PoolKey> longestAgo = new ArrayDeque<>();
    private final Map<PoolKey, Integer> numbers = new HashMap<>();
    private final Random random = new Random(3);
    private Instant now = SyntheticFederation.START;
    private long decisions;
    private long placed;
    private long changes;
    private long untold;

    Load(int pools, int shapes, Decider decider) {
        federation = new SyntheticFederation(pools, 1);
        book = federation.book();
        choice = decider.of(book);
        for (int i = 0; i < pools; i++) {
            numbers.put(federation.key(i), i);
        }
        var mix = new RequestMix(shapes, 2);
        for (int i = 0; i < AHEAD; i++) {
            requests.add(mix.next());
        }
    }

    /**
     * Decides for so long; {@code changesPerSecond} of capacity come meanwhile. Time is the processor time of the whole process, its
     * collector and compiler included, so that nothing else on the machine is measured.
     */
    Measured runFor(Duration time, int changesPerSecond) {
        var latencies = new Latencies();
        long before = decisions;
        long placedBefore = placed;
        long changesBefore = changes;
        long start = processorNanos();
        long passed = 0;
        while (passed < time.toNanos()) {
            long due = passed / 1_000 * changesPerSecond / 1_000_000;
            while (changes - changesBefore < due) {
                change();
            }
            // To ask for the time takes almost as long as to decide.
            for (int i = 0; i < DECISIONS_PER_LOOK; i++) {
                decide(latencies);
            }
            long last = passed;
            passed = processorNanos() - start;
            passTime(passed - last);
        }
        return new Measured(
                decisions - before, placed - placedBefore, changes - changesBefore, passed / 1e9, latencies);
    }

    private void decide(Latencies latencies) {
        long begin = System.nanoTime();
        decide();
        latencies.add(System.nanoTime() - begin);
    }

    private static long processorNanos() {
        return PROCESS.getProcessCpuTime();
    }

    /** Decides so often, with one change of capacity for every tenth decision; time as in {@link #runFor}. */
    Measured runTimes(int times) {
        var latencies = new Latencies();
        long placedBefore = placed;
        long start = processorNanos();
        long passed = 0;
        for (int i = 0; i < times; i++) {
            if (i % DECISIONS_PER_LOOK == 0) {
                change();
                long last = passed;
                passed = processorNanos() - start;
                passTime(passed - last);
            }
            decide(latencies);
        }
        return new Measured(
                times, placed - placedBefore, times / DECISIONS_PER_LOOK, (processorNanos() - start) / 1e9, latencies);
    }

    /** The leader looks at the clock once a turn; so here, every millisecond. */
    private void passTime(long nanos) {
        untold += nanos;
        if (untold > 1_000_000) {
            now = now.plusNanos(untold);
            untold = 0;
        }
    }

    private void decide() {
        var spec = requests.get((int) (decisions % AHEAD));
        Arrivals.came(spec, book);
        choice.choose(new Asked(spec, Set.of(), Set.of()), now).ifPresent(this::take);
        decisions++;
    }

    private void take(Candidate candidate) {
        var holder = "a-" + decisions;
        book.deduct(holder, candidate.pool(), candidate.shape(), candidate.replicas());
        given.computeIfAbsent(candidate.pool(), pool -> {
                    longestAgo.add(pool);
                    return new ArrayList<>();
                })
                .add(holder);
        placed++;
    }

    private void change() {
        var pool = longestAgo.poll();
        int number;
        if (pool == null) {
            number = random.nextInt(federation.pools());
        } else {
            number = numbers.getOrDefault(pool, 0);
            given.getOrDefault(pool, List.of()).forEach(book::release);
            given.remove(pool);
        }
        book.report(federation.next(number), now);
        changes++;
    }

    /** Share of the accelerators that is free. */
    double free() {
        long units = 0;
        long free = 0;
        for (var pool : book.view().pools()) {
            units += pool.free().totalUnits();
            free += pool.free().freeUnits();
        }
        return (double) free / units;
    }

    /** What was measured, in so many seconds of processor time. */
    record Measured(long decisions, long placed, long changes, double seconds, Latencies latencies) {
        double perSecond() {
            return decisions / seconds;
        }
    }
}
