package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * E1: the policies side by side on the trace openb, ten orders of arrivals each. A line for each workload and policy.
 * Arguments: the list of nodes, the folder of the lists of pods, then workloads and policies to leave the others out.
 */
final class PackingBenchmark {
    private static final List<String> WORKLOADS =
            List.of("default", "gpuspec33", "multigpu50", "cpu250", "gpushare100");
    private static final long FIRST_SEED = 42;
    private static final int SEEDS = 10;
    /** It needs minutes for each. */
    private static final int SEEDS_OF_FENZO = 2;

    /** Who chooses. */
    private enum Contestant {
        ISOBAR,
        ISOBAR_KNOWING,
        FGD,
        BEST_FIT,
        FIXED_ORDER,
        RANDOM,
        FENZO;

        Policy begin(List<FreeNode> nodes, List<Shape> pods, long seed) {
            return switch (this) {
                case ISOBAR -> new Learned(nodes);
                case ISOBAR_KNOWING -> Learned.knowing(nodes, pods);
                case FGD -> new Scan(nodes, Published.gradient(pods));
                case BEST_FIT -> new Scan(nodes, Published.bestFit());
                case FIXED_ORDER -> new Scan(nodes, (before, pod, after) -> 0);
                case RANDOM -> new AnyNode(nodes, seed);
                case FENZO -> new FenzoPacker(nodes);
            };
        }
    }

    private PackingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        List<String> only = List.of(arguments).subList(2, arguments.length);
        System.out.printf(
                Locale.ROOT,
                "%-12s %-15s %15s %15s %14s%n",
                "workload",
                "policy",
                "% at 100 %",
                "% at 130 %",
                "decisions/s");
        for (String workload : WORKLOADS) {
            if (only.stream().anyMatch(WORKLOADS::contains) && !only.contains(workload)) {
                continue;
            }
            Openb openb = Openb.read(
                    Path.of(arguments[0]), Path.of(arguments[1]).resolve("openb_pod_list_" + workload + ".csv.gz"));
            for (Contestant contestant : Contestant.values()) {
                if (only.stream().allMatch(WORKLOADS::contains) || only.contains(contestant.name())) {
                    measure(workload, openb, contestant);
                }
            }
        }
    }

    private static void measure(String workload, Openb openb, Contestant contestant) {
        Run[] runs = new Run[contestant == Contestant.FENZO ? SEEDS_OF_FENZO : SEEDS];
        for (int i = 0; i < runs.length; i++) {
            long seed = FIRST_SEED + i;
            List<FreeNode> nodes = openb.nodes(seed);
            try (Policy policy = contestant.begin(nodes, openb.pods(), seed)) {
                runs[i] = Run.of(nodes, openb.arrivals(seed), policy);
            }
        }
        double[] at100 = List.of(runs).stream().mapToDouble(Run::at100).toArray();
        double[] at130 = List.of(runs).stream().mapToDouble(Run::at130).toArray();
        long decisions = List.of(runs).stream().mapToLong(Run::decisions).sum();
        long nanos = List.of(runs).stream().mapToLong(Run::nanos).sum();
        System.out.printf(
                Locale.ROOT,
                "%-12s %-15s %7.2f ± %5.2f %7.2f ± %5.2f %,14.0f%n",
                workload,
                contestant,
                mean(at100),
                deviation(at100),
                mean(at130),
                deviation(at130),
                1e9 * decisions / nanos);
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
