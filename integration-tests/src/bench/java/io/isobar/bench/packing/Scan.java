package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node with the highest score; the first of equal ones in the order of the nodes. Scores are kept until the node changes, for
 * policies of others as for ours.
 */
final class Scan implements Policy {
    /** Pure, of what it is given. */
    interface Score {
        double of(FreeNode before, Shape pod, FreeNode after);

        /** Among the devices of a node, where only a part is taken; the node's score unless said otherwise. */
        default double ofDevice(FreeNode before, Shape pod, FreeNode after, int left) {
            return of(before, pod, after);
        }
    }

    private static final class Scores {
        private final double[] scores;
        private final int[] lefts;
        private long version = -1;

        private Scores(int nodes) {
            scores = new double[nodes];
            lefts = new int[nodes];
        }
    }

    private final FreeNode[] nodes;
    private final long[] changedAt;
    private final Score score;
    private final Map<Shape, Scores> known = new HashMap<>();
    private long version;

    Scan(List<FreeNode> nodes, Score score) {
        this.nodes = nodes.toArray(FreeNode[]::new);
        this.changedAt = new long[this.nodes.length];
        this.score = score;
    }

    @Override
    public @Nullable Spot place(Shape pod) {
        Scores scores = known.computeIfAbsent(pod, any -> new Scores(nodes.length));
        int best = -1;
        for (int i = 0; i < nodes.length; i++) {
            if (changedAt[i] > scores.version) {
                update(scores, i, pod);
            }
            if (scores.lefts[i] > 0 && (best < 0 || scores.scores[i] > scores.scores[best])) {
                best = i;
            }
        }
        scores.version = version;
        return best < 0 ? null : new Spot(best, scores.lefts[best]);
    }

    private void update(Scores scores, int index, Shape pod) {
        FreeNode node = nodes[index];
        scores.lefts[index] = 0;
        if (node.fits(pod)) {
            int left = device(node, pod);
            scores.lefts[index] = left;
            scores.scores[index] = score.of(node, pod, node.without(pod, left));
        }
    }

    private int device(FreeNode node, Shape pod) {
        if (!pod.takesPartOfADevice()) {
            return Shape.WHOLE;
        }
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int left : lefts(node)) {
            if (left >= pod.milli()) {
                double value = score.ofDevice(node, pod, node.without(pod, left), left);
                if (value > highest) {
                    highest = value;
                    best = left;
                }
            }
        }
        return best;
    }

    static int[] lefts(FreeNode node) {
        int shared = node.devices().shared();
        int[] lefts = new int[shared + (node.devices().untouched() > 0 ? 1 : 0)];
        Arrays.fill(lefts, Shape.WHOLE);
        for (int i = 0; i < shared; i++) {
            lefts[i] = node.devices().part(i);
        }
        return lefts;
    }

    @Override
    public void changed(int node, FreeNode free) {
        nodes[node] = free;
        changedAt[node] = ++version;
    }
}
