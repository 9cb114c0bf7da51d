package io.isobar.bench.spot;

import io.isobar.broker.spot.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * E3 and E3b: 48 hours of work with a deadline, on spot capacity that comes and goes. Argument: the folder of the traces. The
 * windows of the published figures come first, then others.
 */
final class SpotBenchmark {
    private static final double WORK = 48;
    private static final double ON_DEMAND = 3.06;
    private static final double SPOT = 0.9731;
    private static final double DEADLINE = 52;
    private static final double LATE_DEADLINE = 70;
    private static final double RESTART = 0.2;

    private final SpotTraces traces;
    private int late;

    private SpotBenchmark(SpotTraces traces) {
        this.traces = traces;
    }

    public static void main(String[] arguments) throws IOException {
        SpotBenchmark benchmark = new SpotBenchmark(new SpotTraces(Path.of(arguments[0]), SPOT));
        benchmark.severalRegions();
        benchmark.oneRegion();
    }

    private void severalRegions() {
        Map<String, Contestant.Kind> kinds = new LinkedHashMap<>();
        kinds.put("on demand", Contestant::onDemand);
        kinds.put("greedy", Contestant::greedy);
        kinds.put("isobar", Contestant::isobar);
        List<Integer> apart = traces.windowsApart();
        for (Run.Mode mode : Run.Mode.values()) {
            for (var kind : kinds.entrySet()) {
                print("E3 " + mode + " as published", kind.getKey(), scenarios(mode, kind.getValue(), List.of()));
                print("E3 " + mode + " apart", kind.getKey(), scenarios(mode, kind.getValue(), apart));
            }
        }
    }

    /** The means of the scenarios, and the mean of those. */
    private List<Double> scenarios(Run.Mode mode, Contestant.Kind kind, List<Integer> windows) {
        List<Double> means = new ArrayList<>();
        for (SpotTraces.Scenario scenario : traces.scenarios()) {
            List<Double> costs = new ArrayList<>();
            for (int window = 0; window < 100; window++) {
                if (windows.isEmpty() ? window < scenario.windows() : windows.contains(window)) {
                    Market market = traces.market(scenario, window);
                    Task task = new Task(WORK, DEADLINE, RESTART, market.tick(), ON_DEMAND);
                    costs.add(cost(task, market, mode, kind));
                }
            }
            means.add(mean(costs));
        }
        means.add(mean(means));
        return means;
    }

    private void oneRegion() {
        Map<String, Contestant.Kind> kinds = new LinkedHashMap<>();
        kinds.put("on demand", Contestant::onDemand);
        kinds.put("greedy", Contestant::greedy);
        kinds.put("uniform progress", Contestant::uniformProgress);
        kinds.put("isobar", Contestant::isobar);
        for (var kind : kinds.entrySet()) {
            print("E3b as published", kind.getKey(), windows(kind.getValue(), _ -> true));
            print("E3b looked at", kind.getKey(), windows(kind.getValue(), window -> window % 6 == 0));
            print("E3b apart", kind.getKey(), windows(kind.getValue(), window -> window % 6 != 0));
        }
    }

    /** The means with either deadline, and the mean of those. */
    private List<Double> windows(Contestant.Kind kind, IntPredicate which) {
        List<Double> means = new ArrayList<>();
        for (double deadline : new double[] {DEADLINE, LATE_DEADLINE}) {
            List<Double> costs = new ArrayList<>();
            for (SpotTraces.Single single : traces.singles()) {
                if (which.test(single.window())) {
                    Market market = single.market();
                    Task task = new Task(WORK, deadline, single.restart(), market.tick(), ON_DEMAND);
                    costs.add(cost(task, market, Run.Mode.STRICT, kind));
                }
            }
            means.add(mean(costs));
        }
        means.add(mean(means));
        return means;
    }

    private double cost(Task task, Market market, Run.Mode mode, Contestant.Kind kind) {
        Run.Result result = Run.of(task, market, mode, kind);
        if (result.end() > task.deadline() + 1e-6) {
            late++;
        }
        return result.cost();
    }

    private void print(String what, String who, List<Double> means) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-26s %-17s", what, who));
        for (double mean : means) {
            line.append(String.format(Locale.ROOT, " %9.3f", mean));
        }
        double all = WORK * ON_DEMAND;
        double score = 100 * (all - means.getLast()) / (all - WORK * SPOT);
        System.out.println(line + String.format(Locale.ROOT, "  score %5.2f  late %d", score, late));
        late = 0;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
