package io.isobar.bench.learning;

import io.isobar.bench.learning.Run.Contestant;
import io.isobar.bench.learning.Run.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The share of work that is placed where it is really cheapest, where each speed that is declared of a model is that of another one.
 * Speeds are Gavel's; the leader, placement and learning are the broker's.
 */
final class LearningBenchmark {
    private static final long FIRST_SEED = 1_000;
    private static final Trial.Mix SEVEN = new Trial.Mix("7 families", true, 200, 30);
    private static final Trial.Mix ALL = new Trial.Mix("26 families", false, 800, 30);

    private LearningBenchmark() {}

    /** {@code FOLDER [PLOT]}: the traces, and where the plot is written. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);

        for (var mix : List.of(SEVEN, ALL)) {
            var loads = mix.equals(SEVEN) ? List.of(0.0, 0.5, 2.0) : List.of(0.0);
            for (double load : loads) {
                System.out.printf(
                        Locale.ROOT,
                        "%n%s, %s, seeds %d to %d%n",
                        mix.name(),
                        load == 0 ? "one job after the other" : load + " jobs an hour",
                        FIRST_SEED,
                        FIRST_SEED + mix.seeds() - 1);
                var runs = new EnumMap<Contestant, List<Placement[]>>(Contestant.class);
                for (var who : Contestant.values()) {
                    var all = new ArrayList<Placement[]>();
                    for (long seed = FIRST_SEED; seed < FIRST_SEED + mix.seeds(); seed++) {
                        all.add(Run.of(Trial.draw(seed, mix, folder), who, load));
                    }
                    runs.put(who, all);
                    print(who, all);
                }
                if (mix.equals(SEVEN) && load == 0 && arguments.length > 1) {
                    plot(runs, Path.of(arguments[1]));
                }
            }
        }
    }

    private static void print(Contestant who, List<Placement[]> runs) {
        int jobs = runs.getFirst().length;
        var shares = new StringBuilder();
        var strict = new StringBuilder();
        for (int[] window : jobs > 200
                ? new int[][] {{0, 20}, {150, 200}, {350, 400}, {750, 800}}
                : new int[][] {{0, 10}, {10, 50}, {50, 100}, {100, 150}, {150, 200}}) {
            shares.append(" | ").append(share(runs, window[0], window[1], Placement::good));
            strict.append(" | ").append(share(runs, window[0], window[1], Placement::best));
        }
        double cost = 0;
        double least = 0;
        double firsts = 0;
        for (var run : runs) {
            for (var each : run) {
                cost += each.cost();
                least += each.least();
                firsts += each.first() ? 1.0 / runs.size() : 0;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s%s | %.3f | %.1f |%n|   the very best%s | | |%n",
                who.words,
                shares,
                cost / least,
                firsts,
                strict);
    }

    /** Mean and standard deviation over the seeds, in per cent. */
    private static String share(List<Placement[]> runs, int from, int to, Predicate<Placement> counts) {
        var spread = Spread.of(runs, from, to, counts);
        return String.format(Locale.ROOT, "%.1f ± %.1f", spread.mean(), spread.deviation());
    }

    private static void plot(Map<Contestant, List<Placement[]>> runs, Path file) throws IOException {
        Files.writeString(file, new LearningPlot(runs).svg());
        System.out.println("plot in " + file);
    }
}
