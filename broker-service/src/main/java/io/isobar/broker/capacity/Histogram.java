package io.isobar.broker.capacity;

import io.isobar.broker.failure.Reason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a pool, grouped by what they have and what is free. Totals alone never admit a gang.
 *
 * @param buckets sorted by free units, then by free processors, ascending: the tightest first
 */
public record Histogram(List<NodeBucket> buckets) {
    public static final int MOST_BUCKETS = 4_096;

    /** After what its making needs. */
    public Histogram {
        if (buckets.size() > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "a pool has at most " + MOST_BUCKETS + " kinds of node, this one has " + buckets.size());
        }
        buckets = isSorted(buckets) ? List.copyOf(buckets) : sorted(buckets);
    }

    private static boolean isSorted(List<NodeBucket> buckets) {
        for (int i = 1; i < buckets.size(); i++) {
            if (NodeBucket.tightestFirst(buckets.get(i - 1), buckets.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static List<NodeBucket> sorted(List<NodeBucket> buckets) {
        var sorted = buckets.toArray(NodeBucket[]::new);
        Arrays.sort(sorted, NodeBucket::tightestFirst);
        return List.of(sorted);
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
        var left = new Remainder(buckets.size() + 2);
        int missing = replicas;
        for (var bucket : buckets) {
            int each = missing == 0 ? 0 : bucket.replicasThatFit(shape);
            if (each == 0) {
                left.add(bucket, bucket.nodes());
                continue;
            }
            int full = Math.min(bucket.nodes(), missing / each);
            int rest = full < bucket.nodes() ? missing - full * each : 0;
            int partly = rest > 0 ? 1 : 0;
            if (full > 0) {
                left.add(bucket.taking(shape, each, full), full);
            }
            if (partly > 0) {
                left.add(bucket.taking(shape, rest, 1), 1);
            }
            left.add(bucket, bucket.nodes() - full - partly);
            missing -= full * each + rest;
        }
        return missing > 0
                ? Misfit.explain(this, shape, replicas, replicas - missing)
                : new Fit.Fits(new Histogram(left.buckets()));
    }

    /** Why {@link #fit} says no to so many, without its words; null: it does not. */
    public @Nullable Reason misfit(ReplicaShape shape, int replicas) {
        return room(shape, replicas) >= replicas ? null : Misfit.reason(this, shape, replicas);
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

    /** How many replicas the largest of the nodes takes when nothing else runs on it. */
    public int replicasOnANode(ReplicaShape shape) {
        return buckets.stream()
                .mapToInt(bucket -> bucket.replicasThatFitWhenEmpty(shape))
                .max()
                .orElse(0);
    }

    /** Whether a replica leaves no unit of its node to others, whichever it is on. */
    public boolean fillsANode(ReplicaShape shape) {
        return shape.units() > 0
                && buckets.stream().allMatch(bucket -> bucket.units().total() <= shape.units());
    }

    /** As if nothing ran there. */
    Histogram whenEmpty() {
        return new Histogram(buckets.stream().map(NodeBucket::whenEmpty).toList());
    }

    /**
     * As if every second node were full that has something free, from the freest on; one alone counts. What a report says holds
     * less and less while nothing newer comes. Where there are too many kinds of node to tell them apart once more, every
     * second kind is full.
     */
    Histogram discounted() {
        var left = new Remainder(buckets.size() + 2);
        long seen = 0;
        for (var bucket : buckets.reversed()) {
            long before = (seen + 1) / 2;
            seen += bucket.hasSomethingFree() ? bucket.nodes() : 0;
            int kept = bucket.hasSomethingFree() ? (int) ((seen + 1) / 2 - before) : bucket.nodes();
            if (buckets.size() > MOST_BUCKETS / 2) {
                kept = left.buckets().size() % 2 == 0 ? bucket.nodes() : 0;
            }
            left.add(bucket, kept);
            left.add(bucket.whenFull(), bucket.nodes() - kept);
        }
        return new Histogram(left.buckets());
    }

    /** Nodes of which something is in use. */
    public long nodesInUse() {
        return buckets.stream()
                .filter(bucket -> !bucket.isEmpty())
                .mapToLong(NodeBucket::nodes)
                .sum();
    }

    /**
     * How many nodes, whichever they are, the pool could lose and still take so many replicas if nothing ran there; -1: it takes not so
     * many with all of them.
     */
    public long nodesToSpare(ReplicaShape shape, int replicas) {
        var smallestFirst = buckets.stream()
                .sorted(Comparator.comparingInt(bucket -> bucket.replicasThatFitWhenEmpty(shape)))
                .toList();
        long missing = replicas;
        long spare = nodes();
        for (var bucket : smallestFirst) {
            long each = bucket.replicasThatFitWhenEmpty(shape);
            long used = each == 0 ? bucket.nodes() : Math.min(bucket.nodes(), (missing + each - 1) / each);
            spare -= used;
            missing -= used * each;
            if (missing <= 0) {
                return spare;
            }
        }
        return -1;
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

    /** As much of the gang as fits is taken; the rest is ignored. For deductions that a newer report has overtaken. */
    Histogram takeWhatFits(ReplicaShape shape, int replicas) {
        int taken = (int) room(shape, replicas);
        return taken == 0 || !(fit(shape, taken) instanceof Fit.Fits fits) ? this : fits.left();
    }
}
