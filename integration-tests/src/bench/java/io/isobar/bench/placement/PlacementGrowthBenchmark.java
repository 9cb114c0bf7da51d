package io.isobar.bench.placement;

import java.util.Locale;

/** How the time of a decision grows with the number of pools; one change of capacity for every tenth decision. */
final class PlacementGrowthBenchmark {
    private static final int SHAPES = 30;
    private static final int DECISIONS = 500_000;

    private PlacementGrowthBenchmark() {}

    public static void main(String[] arguments) {
        for (var decider : new Decider[] {Decider.CHOICE, Decider.RECORDED}) {
            for (int pools : new int[] {100, 1_000, 10_000, 100_000}) {
                var load = new Load(pools, SHAPES, decider);
                load.runTimes(DECISIONS / 2);
                var measured = load.runTimes(DECISIONS);
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %,7d pools: %.2f us a decision, %.0f %% placed; %s%n",
                        decider.inWords(),
                        pools,
                        1e6 / measured.perSecond(),
                        100.0 * measured.placed() / measured.decisions(),
                        measured.latencies());
            }
        }
    }
}
