package io.isobar.broker.capacity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a pool a placement makes unusable for the work that usually comes: the fragmentation gradient of FGD (Weng et al.,
 * "Beware of Fragmentation", USENIX ATC 2023). A node's units are as fragmented as the share of the usual work that does not fit the
 * node; a placement costs what that grows by on the nodes that it takes, which are those where it grows least, as the region's agent
 * would choose them.
 */
public final class Stranding {
    /** Moves of nodes that a gang's choice is followed through; a gang that needs more takes the tightest nodes. */
    private static final int MOST_STEPS = 256;

    private static final long UNFIT = Long.MAX_VALUE;

    private final ReplicaShape shape;
    private final UsualWork usual;
    private final List<Group> groups;

    /** Nodes that look alike, and by how much more would be fragmented with one more replica on one of them. */
    private record Group(NodeBucket nodes, long next) {}

    private Stranding(Histogram free, ReplicaShape shape, UsualWork usual) {
        this.shape = shape;
        this.usual = usual;
        this.groups = new ArrayList<>(free.buckets().size() + 4);
        free.buckets().forEach(this::add);
    }

    /**
     * Thousandths of units that so many replicas, which fit, make unusable on top of what is so already; 0 where they fill up what is
     * as fragmented before, and where nothing is known of the usual work.
     *
     * @param replicas at least 1
     */
    public static long of(Histogram free, ReplicaShape shape, int replicas, UsualWork usual) {
        if (usual.isUnknown() || shape.units() == 0) {
            return 0;
        }
        return Math.max(
                0,
                replicas == 1 ? ofOne(free, shape, usual) : new Stranding(free, shape, usual).ofGang(free, replicas));
    }

    private static long ofOne(Histogram free, ReplicaShape shape, UsualWork usual) {
        long least = UNFIT;
        for (var bucket : free.buckets()) {
            if (bucket.replicasThatFit(shape) > 0) {
                least = Math.min(least, growth(bucket, shape, usual));
                if (least <= 0) {
                    return 0;
                }
            }
        }
        return least == UNFIT ? 0 : least;
    }

    private long ofGang(Histogram free, int replicas) {
        long sum = 0;
        int missing = replicas;
        for (int step = 0; missing > 0; step++) {
            int best = cheapest();
            if (best < 0) {
                break;
            }
            if (step == MOST_STEPS) {
                return ofTightest(free, replicas);
            }
            var group = groups.get(best);
            var node = group.nodes().withNodes(1);
            int onOne = 0;
            long growth = 0;
            long next = group.next();
            // For as long as the same node stays the cheapest.
            while (onOne < missing && next <= group.next()) {
                growth += next;
                node = node.taking(shape, 1, 1);
                onOne++;
                next = node.replicasThatFit(shape) > 0 ? growth(node, shape, usual) : UNFIT;
            }
            int nodes = Math.min(group.nodes().nodes(), missing / onOne);
            sum += nodes * growth;
            missing -= nodes * onOne;
            take(best, nodes);
            if (next != UNFIT) {
                groups.add(new Group(node.withNodes(nodes), next));
            }
        }
        return sum;
    }

    private void take(int group, int nodes) {
        var before = groups.get(group);
        int left = before.nodes().nodes() - nodes;
        if (left == 0) {
            groups.remove(group);
        } else {
            groups.set(group, new Group(before.nodes().withNodes(left), before.next()));
        }
    }

    /** The first of the cheapest; -1: none takes one. */
    private int cheapest() {
        int best = -1;
        for (int i = 0; i < groups.size(); i++) {
            if (best < 0 || groups.get(i).next() < groups.get(best).next()) {
                best = i;
            }
        }
        return best;
    }

    private void add(NodeBucket bucket) {
        if (bucket.replicasThatFit(shape) > 0) {
            groups.add(new Group(bucket, growth(bucket, shape, usual)));
        }
    }

    private long ofTightest(Histogram free, int replicas) {
        return free.fit(shape, replicas) instanceof Fit.Fits fits
                ? fragmented(fits.left(), usual) - fragmented(free, usual)
                : 0;
    }

    private static long fragmented(Histogram free, UsualWork usual) {
        long sum = 0;
        for (var bucket : free.buckets()) {
            sum += bucket.nodes()
                    * fragmented(
                            bucket.units().free(), freeOf(bucket.millicpus()), freeOf(bucket.memoryBytes()), usual);
        }
        return sum;
    }

    private static long growth(NodeBucket bucket, ReplicaShape shape, UsualWork usual) {
        long units = bucket.units().free();
        long millicpus = freeOf(bucket.millicpus());
        long memory = freeOf(bucket.memoryBytes());
        return fragmented(units - shape.units(), millicpus - shape.millicpus(), memory - shape.memoryBytes(), usual)
                - fragmented(units, millicpus, memory, usual);
    }

    /** In thousandths of units. */
    private static long fragmented(long units, long millicpus, long memory, UsualWork usual) {
        return units == 0 ? 0 : units * usual.shareThatDoesNotFit(units, millicpus, memory);
    }

    /** What is not known takes nothing that needs it. */
    private static long freeOf(@Nullable Amount amount) {
        return amount == null ? 0 : amount.free();
    }
}
