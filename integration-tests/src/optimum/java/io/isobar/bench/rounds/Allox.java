package io.isobar.bench.rounds;

import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * AlloX (Le et al., EuroSys 2020), as Gavel's authors had it for their figures: where accelerators are free, each waiting job is
 * matched to a position counted from the end of one of them, at the cost of its processing time there times that position, which
 * is what it adds to the sum of all completion times. Who comes first on a free accelerator gets all of its time to the end. In
 * Gavel's rounds, such a job still runs on a type that is filled earlier where nobody has a claim to it.
 */
final class Allox implements Gavel.Shares {
    private final List<Integer> slots;
    private final Map<Integer, Integer> typeOf = new HashMap<>();

    Allox(List<Integer> slots) {
        this.slots = slots;
    }

    @Override
    public double[][] of(List<Queued> queue) {
        int[] free = slots.stream().mapToInt(Integer::intValue).toArray();
        List<Queued> waiting = new ArrayList<>();
        for (Queued queued : queue) {
            int type = typeOf.getOrDefault(queued.job().number(), Contestant.WAITS);
            if (type == Contestant.WAITS) {
                waiting.add(queued);
            } else {
                free[type]--;
            }
        }
        if (!waiting.isEmpty() && Arrays.stream(free).sum() > 0) {
            new Matching(waiting, free).start();
        }
        return queue.stream().map(this::share).toArray(double[][]::new);
    }

    private double[] share(Queued queued) {
        double[] share = new double[slots.size()];
        Integer type = typeOf.get(queued.job().number());
        if (type != null) {
            share[type] = 1;
        }
        return share;
    }

    /** Of waiting jobs to positions. All free accelerators of a type are alike: its positions have as many places. */
    private final class Matching {
        private record Match(int arc, Queued job, int type, int position) {}

        private final List<Queued> waiting;
        private final int[] free;
        private final MinCostFlow flow = new MinCostFlow();
        private final List<Match> matches = new ArrayList<>();

        Matching(List<Queued> waiting, int[] free) {
            this.waiting = waiting;
            this.free = free;
        }

        void start() {
            int jobs = waiting.size();
            int sink = jobs + free.length * jobs;
            for (int type = 0; type < free.length; type++) {
                for (int position = 0; position < jobs && free[type] > 0; position++) {
                    int place = jobs + type * jobs + position;
                    offer(place, type, position);
                    flow.addArcWithCapacityAndUnitCost(place, sink, free[type], 0);
                }
            }
            for (int job = 0; job < jobs; job++) {
                flow.setNodeSupply(job, 1);
            }
            flow.setNodeSupply(sink, -jobs);
            if (flow.solve() != MinCostFlowBase.Status.OPTIMAL) {
                throw new IllegalStateException("no matching of " + jobs + " jobs was found");
            }
            for (int type = 0; type < free.length; type++) {
                startOn(type);
            }
        }

        private void offer(int place, int type, int position) {
            for (int job = 0; job < waiting.size(); job++) {
                Queued queued = waiting.get(job);
                // Whole seconds: the solver counts in integers.
                long cost = Math.round(seconds(queued, type) * (position + 1));
                int arc = flow.addArcWithCapacityAndUnitCost(job, place, 1, cost);
                matches.add(new Match(arc, queued, type, position));
            }
        }

        /** As many jobs of a position come first as have nobody at the position before them; of those the shortest. */
        private void startOn(int type) {
            List<List<Queued>> positions = IntStream.rangeClosed(0, waiting.size())
                    .<List<Queued>>mapToObj(_ -> new ArrayList<>())
                    .toList();
            for (Match match : matches) {
                if (match.type() == type && flow.getFlow(match.arc()) > 0) {
                    positions.get(match.position()).add(match.job());
                }
            }
            for (int position = 0; position < waiting.size(); position++) {
                int first = positions.get(position).size()
                        - positions.get(position + 1).size();
                positions.get(position).stream()
                        .sorted(Comparator.comparingDouble(queued -> seconds(queued, type)))
                        .limit(first)
                        .forEach(queued -> typeOf.put(queued.job().number(), type));
            }
        }

        private static double seconds(Queued queued, int type) {
            return queued.remaining() / queued.throughput(type);
        }
    }
}
