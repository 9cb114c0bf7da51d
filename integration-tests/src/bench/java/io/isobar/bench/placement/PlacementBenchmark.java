package io.isobar.bench.placement;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * E5: decisions a second on one core, over 10,000 pools with 1,000,000 accelerators of which half are free, a hundred different
 * requests, and 10,000 changes of capacity a second.
 */
final class PlacementBenchmark {
    private static final int POOLS = 10_000;
    private static final int SHAPES = 100;
    private static final int CHANGES_PER_SECOND = 10_000;

    private PlacementBenchmark() {}

    public static void main(String[] arguments) {
        double plain = 0;
        for (var decider : arguments.length == 0 ? Decider.values() : new Decider[] {Decider.valueOf(arguments[0])}) {
            var load = new Load(POOLS, SHAPES, decider);
            load.runFor(Duration.ofSeconds(10), CHANGES_PER_SECOND);
            var measured = load.runFor(Duration.ofSeconds(10), CHANGES_PER_SECOND);
            plain = decider == Decider.PLAIN ? measured.perSecond() : plain;
            print(
                    "%-28s %,9.0f decisions/s (%.0f x plain), %.1f %% placed, %,.0f changes/s",
                    decider.inWords(),
                    measured.perSecond(),
                    measured.perSecond() / plain,
                    100.0 * measured.placed() / measured.decisions(),
                    measured.changes() / measured.seconds());
            print("    %s", measured.latencies());
            print("    heap after collection %d MB, %.0f %% of accelerators free", heap(), 100 * load.free());
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000;
    }

    static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
