package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A random node that fits, and any of its devices that fit. */
final class AnyNode implements Policy {
    private final FreeNode[] nodes;
    private final Random random;

    AnyNode(List<FreeNode> nodes, long seed) {
        this.nodes = nodes.toArray(FreeNode[]::new);
        this.random = new Random(seed);
    }

    @Override
    public @Nullable Spot place(Shape pod) {
        int chosen = -1;
        int fitting = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i].fits(pod) && random.nextInt(++fitting) == 0) {
                chosen = i;
            }
        }
        return chosen < 0 ? null : new Spot(chosen, device(nodes[chosen], pod));
    }

    private int device(FreeNode node, Shape pod) {
        int[] lefts = Arrays.stream(Scan.lefts(node))
                .filter(left -> left >= pod.milli())
                .toArray();
        return pod.takesPartOfADevice() ? lefts[random.nextInt(lefts.length)] : Shape.WHOLE;
    }

    @Override
    public void changed(int node, FreeNode free) {
        nodes[node] = free;
    }
}
