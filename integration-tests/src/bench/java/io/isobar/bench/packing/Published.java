package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores of "Beware of Fragmentation" (USENIX ATC 2023), as its authors' simulator computes them. */
final class Published {
    private Published() {}

    /** A kind of pod with its share of the typical ones. */
    private record Typical(Shape shape, double share) {}

    /** Packs by what is left of processors and devices; the fullest device that fits. */
    static Scan.Score bestFit() {
        return new Scan.Score() {
            @Override
            public double of(FreeNode before, Shape pod, FreeNode after) {
                return (int) (100
                        * (1
                                - 0.5 * after.millicpus() / 128_000
                                - 0.5 * after.devices().milli() / 8_000));
            }

            @Override
            public double ofDevice(FreeNode before, Shape pod, FreeNode after, int left) {
                return -left;
            }
        };
    }

    /** Fragmentation gradient descent; it knows the list of pods from the beginning. */
    static Scan.Score gradient(List<Shape> pods) {
        List<Typical> typical = typical(pods);
        Map<FreeNode, Double> known = new HashMap<>();
        return (before, pod, after) -> {
            double gradient = known.computeIfAbsent(before, node -> fragmentation(node, typical))
                    - known.computeIfAbsent(after, node -> fragmentation(node, typical));
            return (int) (100 / (1 + Math.exp(-gradient / 1_000)));
        };
    }

    /** The most frequent kinds that are 95 % of all pods. The authors leave memory out of it. */
    private static List<Typical> typical(List<Shape> pods) {
        Map<Shape, Integer> counts = new HashMap<>();
        for (Shape pod : pods) {
            counts.merge(new Shape(pod.kinds(), pod.devices(), pod.milli(), pod.millicpus(), 0), 1, Integer::sum);
        }
        List<Map.Entry<Shape, Integer>> frequent = new ArrayList<>(counts.entrySet());
        frequent.sort(Map.Entry.<Shape, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> entry.getKey().toString()));
        int sum = 0;
        int kept = 0;
        while (sum < 0.95 * pods.size()) {
            sum += frequent.get(kept++).getValue();
        }
        double covered = sum;
        return frequent.subList(0, kept).stream()
                .map(entry -> new Typical(entry.getKey(), entry.getValue() / covered))
                .toList();
    }

    /** What a typical pod cannot use, on average, in thousandths of a device. */
    private static double fragmentation(FreeNode node, List<Typical> typical) {
        long idle = node.devices().milli();
        double sum = 0;
        for (Typical kind : typical) {
            Shape pod = kind.shape();
            long unusable = idle;
            if (pod.devices() > 0 && node.fits(pod)) {
                unusable = 0;
                for (int i = 0; i < node.devices().shared(); i++) {
                    int left = node.devices().part(i);
                    unusable += left < pod.milli() ? left : 0;
                }
            }
            sum += kind.share() * unusable;
        }
        return sum;
    }
}
