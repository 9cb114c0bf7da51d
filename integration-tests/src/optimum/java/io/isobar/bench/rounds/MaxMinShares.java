package io.isobar.bench.rounds;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The least attained service policy of Gavel: the shares under which the job that gains the least over an equal split of all
 * types gains the most. Jobs of a kind get the same share, which loses nothing: the mean of two solutions is one.
 */
final class MaxMinShares implements Gavel.Shares {
    private final List<Integer> slots;

    MaxMinShares(List<Integer> slots) {
        this.slots = slots;
    }

    /** The same for each job, blind to types, which is all that remains of the policy where all throughputs are 1. */
    static Gavel.Shares equalSplit(List<Integer> slots) {
        return queue -> {
            double[][] shares = new double[queue.size()][];
            Arrays.fill(shares, equalSplit(slots, queue.size()));
            return shares;
        };
    }

    /** An equal split of every type: at most the whole time of each job in all. */
    private static double[] equalSplit(List<Integer> slots, int jobs) {
        int all = slots.stream().mapToInt(Integer::intValue).sum();
        return slots.stream()
                .mapToDouble(count -> (double) count / Math.max(jobs, all))
                .toArray();
    }

    @Override
    public double[][] of(List<Queued> queue) {
        Map<String, List<Queued>> kinds = new LinkedHashMap<>();
        queue.forEach(queued -> kinds.computeIfAbsent(queued.job().kind(), _ -> new ArrayList<>())
                .add(queued));
        Map<String, double[]> shares = solve(kinds, equalSplit(slots, queue.size()));
        return queue.stream()
                .map(queued ->
                        Objects.requireNonNull(shares.get(queued.job().kind())).clone())
                .toArray(double[][]::new);
    }

    private Map<String, double[]> solve(Map<String, List<Queued>> kinds, double[] split) {
        MPSolver solver = MPSolver.createSolver("GLOP");
        if (solver == null) {
            throw new IllegalStateException("the solver GLOP is not in this build of OR-Tools");
        }
        MPVariable least = solver.makeNumVar(0, Double.POSITIVE_INFINITY, "");
        solver.objective().setCoefficient(least, 1);
        solver.objective().setMaximization();
        List<MPConstraint> capacity = new ArrayList<>();
        for (int count : slots) {
            capacity.add(solver.makeConstraint(0, count));
        }
        Map<String, List<MPVariable>> variables = new LinkedHashMap<>();
        for (var kind : kinds.entrySet()) {
            Queued one = kind.getValue().getFirst();
            double ofSplit = 0;
            for (int type = 0; type < split.length; type++) {
                ofSplit += split[type] * one.throughput(type);
            }
            MPConstraint time = solver.makeConstraint(0, 1);
            MPConstraint gain = solver.makeConstraint(0, Double.POSITIVE_INFINITY);
            gain.setCoefficient(least, -1);
            List<MPVariable> ofKind = new ArrayList<>();
            for (int type = 0; type < split.length; type++) {
                MPVariable share = solver.makeNumVar(0, 1, "");
                time.setCoefficient(share, 1);
                gain.setCoefficient(share, one.throughput(type) / ofSplit);
                capacity.get(type).setCoefficient(share, kind.getValue().size());
                ofKind.add(share);
            }
            variables.put(kind.getKey(), ofKind);
        }
        if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("no shares of " + kinds.size() + " kinds of jobs were found");
        }
        Map<String, double[]> shares = new LinkedHashMap<>();
        variables.forEach((kind, ofKind) -> shares.put(
                kind, ofKind.stream().mapToDouble(MPVariable::solutionValue).toArray()));
        solver.delete();
        return shares;
    }
}
