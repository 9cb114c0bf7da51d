package io.isobar.broker.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * The nodes of a pool, grouped by what they have and what is free. Totals alone never admit a gang.
 *
 * @param buckets sorted by free units, then by free processors, ascending: the tightest first
 */
public record Histogram(List<NodeBucket> buckets) {
    public static final int MOST_BUCKETS = 4_096;

    private static final Comparator<NodeBucket> TIGHTEST_FIRST = Comparator.comparingLong(
                    (NodeBucket b) -> b.units().free())
            .thenComparingLong(b -> b.millicpus() == null ? -1 : b.millicpus().free())
            .thenComparingLong(
                    b -> b.memoryBytes() == null ? -1 : b.memoryBytes().free())
            .thenComparingLong(b -> b.units().total());

    /** After what its making needs. */
    public Histogram {
        if (buckets.size() > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "a pool has at most " + MOST_BUCKETS + " kinds of node, this one has " + buckets.size());
        }
        buckets = buckets.stream().sorted(TIGHTEST_FIRST).toList();
    }

    public long totalUnits() {
        return buckets.stream().mapToLong(b -> b.nodes() * b.units().total()).sum();
    }

    public long freeUnits() {
        return buckets.stream().mapToLong(b -> b.nodes() * b.units().free()).sum();
    }

    public long nodes() {
        return buckets.stream().mapToLong(NodeBucket::nodes).sum();
    }

    public long largestFreeNode() {
        return buckets.stream().mapToLong(b -> b.units().free()).max().orElse(0);
    }

    /**
     * Puts {@code replicas} of a shape on the tightest nodes that take them. The agent chooses nodes by itself; this is the
     * broker's forecast, corrected by the next report.
     */
    public Fit fit(ReplicaShape shape, int replicas) {
        var left = new HashMap<NodeBucket, Integer>();
        int missing = replicas;
        for (var bucket : buckets) {
            int each = missing == 0 ? 0 : bucket.replicasThatFit(shape);
            if (each == 0) {
                add(left, bucket, bucket.nodes());
                continue;
            }
            int full = Math.min(bucket.nodes(), missing / each);
            int rest = full < bucket.nodes() ? missing - full * each : 0;
            int partly = rest > 0 ? 1 : 0;
            if (full > 0) {
                add(left, bucket.taking(shape, each, 1), full);
            }
            if (partly > 0) {
                add(left, bucket.taking(shape, rest, 1), 1);
            }
            add(left, bucket, bucket.nodes() - full - partly);
            missing -= full * each + rest;
        }
        if (missing > 0) {
            return Misfit.explain(this, shape, replicas, replicas - missing);
        }
        var after = new ArrayList<NodeBucket>(left.size());
        left.forEach((bucket, nodes) -> after.add(bucket.withNodes(nodes)));
        return new Fit.Fits(new Histogram(after));
    }

    /** Whether so many replicas would fit if nothing else ran there. */
    public boolean fitsWhenEmpty(ReplicaShape shape, int replicas) {
        long room = 0;
        for (var bucket : buckets) {
            room += (long) bucket.nodes() * bucket.replicasThatFitWhenEmpty(shape);
            if (room >= replicas) {
                return true;
            }
        }
        return false;
    }

    /** How many replicas fit, but no more than {@code most}. */
    public long room(ReplicaShape shape, int most) {
        long room = 0;
        for (var bucket : buckets) {
            room += (long) bucket.nodes() * bucket.replicasThatFit(shape);
            if (room >= most) {
                return most;
            }
        }
        return room;
    }

    /** How many nodes {@link #fit} would touch; all that fit where not all fit. */
    public long nodesFor(ReplicaShape shape, int replicas) {
        long nodes = 0;
        long missing = replicas;
        for (var bucket : buckets) {
            long each = bucket.replicasThatFit(shape);
            if (each > 0 && missing > 0) {
                long used = Math.min(bucket.nodes(), (missing + each - 1) / each);
                nodes += used;
                missing -= used * each;
            }
        }
        return nodes;
    }

    private static void add(HashMap<NodeBucket, Integer> into, NodeBucket bucket, int nodes) {
        if (nodes > 0) {
            into.merge(bucket.withNodes(1), nodes, Integer::sum);
        }
    }

    /** As much of the gang as fits is taken; the rest is ignored. For deductions that a newer report has overtaken. */
    Histogram takeWhatFits(ReplicaShape shape, int replicas) {
        int taken = (int) room(shape, replicas);
        return taken == 0 || !(fit(shape, taken) instanceof Fit.Fits fits) ? this : fits.left();
    }
}
