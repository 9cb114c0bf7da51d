package io.isobar.bench.optimum;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * E6: the bill of random instances as placed, against the least that it can be, which a solver of integer programs finds. The bill
 * of a workload on a pool is the engine's own; the solver gives each workload one pool, within what each pool has.
 */
final class OptimalityBenchmark {
    private static final int INSTANCES = 200;

    private OptimalityBenchmark() {}

    public static void main(String[] arguments) {
        Loader.loadNativeLibraries();
        for (double load : new double[] {0.3, 0.5, 0.7, 0.85}) {
            measure(load);
        }
    }

    private static void measure(double load) {
        var asSubmitted = new ArrayList<Double>();
        var largestFirst = new ArrayList<Double>();
        int unsolved = 0;
        int noRoom = 0;
        for (long seed = 1; seed <= INSTANCES; seed++) {
            var instance = new Instance(seed, load);
            var least = least(instance);
            if (least.isEmpty()) {
                unsolved++;
                continue;
            }
            long placed = instance.placed(instance.workloads());
            if (placed < 0) {
                noRoom++;
            } else {
                asSubmitted.add(gap(placed, least.getAsLong()));
            }
            long sorted = instance.placed(instance.workloads().stream()
                    .sorted(Comparator.comparingInt(instance::units).reversed())
                    .toList());
            if (sorted >= 0) {
                largestFirst.add(gap(sorted, least.getAsLong()));
            }
        }
        System.out.println(String.format(
                Locale.ROOT,
                "load %.2f: %d instances, %d of them impossible, %d where a workload found no room; over the least bill: %s;"
                        + " placed largest first: %s",
                load,
                INSTANCES,
                unsolved,
                noRoom,
                inWords(asSubmitted),
                inWords(largestFirst)));
    }

    private static String inWords(List<Double> gaps) {
        if (gaps.isEmpty()) {
            return "none";
        }
        Collections.sort(gaps);
        return String.format(
                Locale.ROOT,
                "mean %.2f %%, median %.2f %%, p90 %.2f %%, most %.2f %%",
                gaps.stream().mapToDouble(gap -> gap).average().orElse(0),
                gaps.get(gaps.size() / 2),
                gaps.get(gaps.size() * 9 / 10),
                gaps.getLast());
    }

    private static double gap(long placed, long least) {
        return 100.0 * (placed - least) / least;
    }

    /** Empty where not all workloads have room at once. */
    private static OptionalLong least(Instance instance) {
        var solver = MPSolver.createSolver("SCIP");
        if (solver == null) {
            throw new IllegalStateException("the solver SCIP is not in this build of OR-Tools");
        }
        var capacity = new ArrayList<MPConstraint>();
        for (int pool = 0; pool < Instance.POOLS; pool++) {
            capacity.add(solver.makeConstraint(0, instance.units(pool)));
        }
        var objective = solver.objective();
        var bills = new ArrayList<Long>();
        var choices = new ArrayList<MPVariable>();
        for (var workload : instance.workloads()) {
            var once = solver.makeConstraint(1, 1);
            for (int pool = 0; pool < Instance.POOLS; pool++) {
                long bill = instance.bill(workload, pool);
                if (bill >= 0) {
                    var choice = solver.makeBoolVar("");
                    once.setCoefficient(choice, 1);
                    capacity.get(pool).setCoefficient(choice, instance.units(workload));
                    objective.setCoefficient(choice, bill / 1e6);
                    choices.add(choice);
                    bills.add(bill);
                }
            }
        }
        objective.setMinimization();
        if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            return OptionalLong.empty();
        }
        long least = 0;
        for (int i = 0; i < choices.size(); i++) {
            least += choices.get(i).solutionValue() > 0.5 ? bills.get(i) : 0;
        }
        return OptionalLong.of(least);
    }
}
