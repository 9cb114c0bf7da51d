package io.isobar.bench.placement;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;

/**
 * E5: decisions a second on one core, over 10,000 pools with 1,000,000 accelerators of which half are free, a hundred different
 * requests, and 10,000 changes of capacity a second. A second is one of processor time of the whole process; latencies are by the clock.
 */
final class PlacementBenchmark {
    private static final int POOLS = 10_000;
    private static final int SHAPES = 100;
    private static final int CHANGES_PER_SECOND = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final Duration RUN = Duration.ofSeconds(3);
    private static final int RUNS = 7;

    private PlacementBenchmark() {}

    public static void main(String[] arguments) {
        double plain = 0;
        for (var decider : arguments.length == 0 ? Decider.values() : new Decider[] {Decider.valueOf(arguments[0])}) {
            var load = new Load(POOLS, SHAPES, decider);
            load.runFor(WARM_UP, CHANGES_PER_SECOND);
            var runs = new ArrayList<Load.Measured>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(load.runFor(RUN, CHANGES_PER_SECOND));
            }
            runs.sort(Comparator.comparingDouble(Load.Measured::perSecond));
            var median = runs.get(RUNS / 2);
            plain = decider == Decider.PLAIN ? median.perSecond() : plain;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,9.0f decisions/s, median of %d runs (%,.0f to %,.0f; %.0f x plain), %.1f %% placed, %,.0f changes/s%n",
                    decider.inWords(),
                    median.perSecond(),
                    RUNS,
                    runs.getFirst().perSecond(),
                    runs.getLast().perSecond(),
                    median.perSecond() / plain,
                    100.0 * median.placed() / median.decisions(),
                    median.changes() / median.seconds());
            System.out.printf("    %s%n", median.latencies());
            System.out.printf(
                    Locale.ROOT,
                    "    heap after collection %d MB, %.0f %% of accelerators free%n",
                    heap(),
                    100 * load.free());
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000;
    }
}
