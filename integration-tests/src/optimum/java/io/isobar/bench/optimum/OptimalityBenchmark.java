package io.isobar.bench.optimum;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * E6: the bill of random instances as placed, against the least that it can be, which a solver of integer programs finds. The bill
 * of a workload on a pool is the engine's own; the solver gives each workload one pool, within what each pool has.
 */
final class OptimalityBenchmark {
    private static final int INSTANCES = 100;

    private OptimalityBenchmark() {}

    public static void main(String[] arguments) {
        Loader.loadNativeLibraries();
        for (double load : new double[] {0.3, 0.5, 0.7, 0.85}) {
            measure(load);
        }
    }

    private static void measure(double load) {
        var inTurn = new Gaps();
        var inOneRound = new Gaps();
        int impossible = 0;
        long nanos = 0;
        for (long seed = 1; seed <= INSTANCES; seed++) {
            var instance = new Instance(seed, load);
            var least = least(instance);
            if (least.isEmpty()) {
                impossible++;
                continue;
            }
            inTurn.add(instance.inTurn(), least.getAsLong());
            long start = System.nanoTime();
            inOneRound.add(instance.inOneRound(), least.getAsLong());
            nanos += System.nanoTime() - start;
        }
        System.out.println(String.format(
                Locale.ROOT,
                "load %.2f: %d instances, %d without a solution in time; over the least bill: in one round %s (%.1f ms a round);"
                        + " each at its cheapest in turn %s",
                load,
                INSTANCES,
                impossible,
                inOneRound,
                nanos / 1e6 / INSTANCES,
                inTurn));
    }

    /** How far bills are over the least one, in hundredths of it. */
    private static final class Gaps {
        private final List<Double> gaps = new ArrayList<>();
        private int noRoom;

        void add(long bill, long least) {
            if (bill < 0) {
                noRoom++;
            } else {
                gaps.add(100.0 * (bill - least) / least);
            }
        }

        @Override
        public String toString() {
            if (gaps.isEmpty()) {
                return "none has room for all";
            }
            Collections.sort(gaps);
            return String.format(
                    Locale.ROOT,
                    "mean %.2f %%, median %.2f %%, p90 %.2f %%, most %.2f %%, %d lack room for all",
                    gaps.stream().mapToDouble(gap -> gap).average().orElse(0),
                    gaps.get(gaps.size() / 2),
                    gaps.get(gaps.size() * 9 / 10),
                    gaps.getLast(),
                    noRoom);
        }
    }

    /** Empty where not all workloads have room at once, or it is not proved in time. */
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
        solver.setTimeLimit(10_000);
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
