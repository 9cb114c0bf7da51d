package io.isobar.bench.rounds;

import com.google.ortools.Loader;
import io.isobar.broker.rounds.RoundPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * E2: mean job completion times in hours of jobs 4000 to 4999 of the continuous traces with one accelerator for each job, on 36
 * accelerators of three types each. Argument: the folder of the traces.
 */
final class HeterogeneousBenchmark {
    private static final List<Integer> SLOTS = List.of(36, 36, 36);
    private static final double[] JOBS_PER_HOUR = {2.0, 4.0, 4.8, 5.2, 5.6};
    private static final double[] EXPONENTS = {0, 0.01, 0.02, 0.1, 0.2, 0.5, 1};
    private static final int PUBLISHED_SEED = 0;
    private static final int SEEDS = 3;
    private static final double RESTART = 120;

    private final Path folder;

    private HeterogeneousBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Loader.loadNativeLibraries();
        HeterogeneousBenchmark benchmark = new HeterogeneousBenchmark(Path.of(arguments[0]));
        benchmark.published();
        for (int seed = 0; seed < SEEDS; seed++) {
            benchmark.seed(seed);
        }
        benchmark.details();
    }

    private static Map<String, Supplier<Contestant>> contestants() {
        Map<String, Supplier<Contestant>> contestants = new LinkedHashMap<>();
        contestants.put("FIFO, blind to types", () -> new Fifo(SLOTS));
        contestants.put("LAS, blind to types", () -> gavel(MaxMinShares.equalSplit(SLOTS), false, true));
        contestants.put("AlloX", () -> gavel(new Allox(SLOTS), true, true));
        contestants.put("AlloX, anew each round", () -> gavel(new Allox(SLOTS), true, false));
        contestants.put("Gavel LAS", () -> gavel(new MaxMinShares(SLOTS), true, true));
        contestants.put("Gavel LAS, anew each round", () -> gavel(new MaxMinShares(SLOTS), true, false));
        contestants.put("Isobar", () -> Contestant.isobar(SLOTS, RoundPolicy.EXPONENT));
        return contestants;
    }

    private static Contestant gavel(Gavel.Shares shares, boolean inOrder, boolean rarely) {
        return new Gavel(SLOTS, shares, inOrder, rarely ? Gavel.SHARES_AT_LEAST : 0);
    }

    private void published() throws IOException {
        heading("published, seed 0");
        Map<String, String> policies = new LinkedHashMap<>();
        policies.put("FIFO, blind to types", "fifo");
        policies.put("LAS, blind to types", "max_min_fairness");
        policies.put("Gandiva", "gandiva");
        policies.put("AlloX", "allox");
        policies.put("Gavel LAS", "max_min_fairness_perf");
        policies.put("Gavel LAS, space sharing", "max_min_fairness_packed");
        for (var policy : policies.entrySet()) {
            StringBuilder line = new StringBuilder(name(policy.getKey()));
            for (double jobsPerHour : JOBS_PER_HOUR) {
                var value = Trace.published(folder, policy.getValue(), jobsPerHour);
                line.append(
                        value.isPresent()
                                ? String.format(Locale.ROOT, " %8.2f ", value.getAsDouble())
                                : String.format(Locale.ROOT, " %8s ", "-"));
            }
            System.out.println(line);
        }
    }

    private void seed(int seed) throws IOException {
        Trace trace = Trace.read(folder, seed);
        heading("here, seed " + seed + (seed == PUBLISHED_SEED ? "" : ", not published"));
        double least = trace.jobs().subList(Run.FIRST, Run.FIRST + Run.MEASURED).stream()
                .mapToDouble(job -> job.least() / 3600)
                .average()
                .orElseThrow();
        System.out.println(name("each job on its best type at once") + String.format(Locale.ROOT, " %8.2f", least));
        for (var contestant : contestants().entrySet()) {
            print(contestant.getKey(), trace, 0, contestant.getValue());
        }
        for (double exponent : EXPONENTS) {
            print("Isobar, exponent " + exponent, trace, 0, () -> Contestant.isobar(SLOTS, exponent));
        }
    }

    /** What a mean does not tell, of the published trace; and what starts cost that take a third of a round. */
    private void details() throws IOException {
        Trace trace = Trace.read(folder, PUBLISHED_SEED);
        for (var contestant : contestants().entrySet()) {
            for (double jobsPerHour : JOBS_PER_HOUR) {
                Run.Result result = Run.of(
                        trace, jobsPerHour, SLOTS, 0, contestant.getValue().get());
                System.out.println(name(contestant.getKey())
                        + String.format(
                                Locale.ROOT,
                                " %.1f jobs/h: median %.2f h, p99 %.1f h, most %.1f h, %.1f starts a job, %.0f us a round",
                                jobsPerHour,
                                result.median(),
                                result.p99(),
                                result.most(),
                                result.startsPerJob(),
                                result.microsPerRound()));
            }
        }
        heading("here, seed 0, a start takes 120 s");
        for (var contestant : contestants().entrySet()) {
            print(contestant.getKey(), trace, RESTART, contestant.getValue());
        }
    }

    private static void print(String who, Trace trace, double restart, Supplier<Contestant> contestant) {
        StringBuilder line = new StringBuilder(name(who));
        for (double jobsPerHour : JOBS_PER_HOUR) {
            Run.Result result = Run.of(trace, jobsPerHour, SLOTS, restart, contestant.get());
            line.append(String.format(Locale.ROOT, " %8.2f%s", result.mean(), result.ranOut() ? "*" : " "));
        }
        System.out.println(line);
    }

    private static void heading(String what) {
        StringBuilder line = new StringBuilder(name("mean completion, h: " + what));
        for (double jobsPerHour : JOBS_PER_HOUR) {
            line.append(String.format(Locale.ROOT, " %8.1f ", jobsPerHour));
        }
        System.out.println(line + "jobs/h; * the trace ran out of jobs before the last measured one ended");
    }

    private static String name(String name) {
        return String.format(Locale.ROOT, "%-50s", name);
    }
}
