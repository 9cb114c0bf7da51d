package io.isobar.broker.wire;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a pool's nodes. Holds 0 <= free <= total everywhere, and sums that can be computed with. */
final class HistogramReader {
    /** No node has more than a million cores, or more than 64 PiB. */
    private static final long MOST_MILLICPUS = 1_000_000_000L;

    private static final long MOST_MEMORY = 1L << 56;

    private final Problems problems;
    private final boolean hasAccelerator;
    private long millicpusInAll;
    private long memoryInAll;

    HistogramReader(Problems problems, boolean hasAccelerator) {
        this.problems = problems;
        this.hasAccelerator = hasAccelerator;
    }

    /** Empty where there is a problem. */
    List<NodeBucket> read(FieldPath capacity, List<io.isobar.proto.resource.v1.NodeBucket> buckets) {
        var read = new ArrayList<NodeBucket>();
        if (!problems.countWithin(capacity.at("buckets"), buckets.size(), Histogram.MOST_BUCKETS)) {
            return List.of();
        }
        for (int i = 0; i < buckets.size(); i++) {
            var bucket = bucket(capacity.element("buckets", i), buckets.get(i));
            if (bucket != null) {
                read.add(bucket);
            }
        }
        return problems.isEmpty() ? read : List.of();
    }

    private @Nullable NodeBucket bucket(FieldPath at, io.isobar.proto.resource.v1.NodeBucket bucket) {
        int nodes = bucket.getNodes();
        boolean sound = problems.within(at.at("nodes"), nodes, 1, NodeBucket.MOST_NODES);
        sound &= units(at, bucket);
        var millicpus = amount(
                at,
                "millicpus",
                bucket.hasTotalMillicpus() ? bucket.getTotalMillicpus() : null,
                bucket.hasFreeMillicpus() ? bucket.getFreeMillicpus() : null,
                MOST_MILLICPUS);
        var memory = amount(
                at,
                "memory_bytes",
                bucket.hasTotalMemoryBytes() ? bucket.getTotalMemoryBytes() : null,
                bucket.hasFreeMemoryBytes() ? bucket.getFreeMemoryBytes() : null,
                MOST_MEMORY);
        if (!sound) {
            return null;
        }
        try {
            millicpusInAll = add(millicpusInAll, nodes, millicpus);
            memoryInAll = add(memoryInAll, nodes, memory);
        } catch (ArithmeticException overflow) {
            problems.add(at.path(), "the pool's processors or memory come to more than 2^63");
            return null;
        }
        return new NodeBucket(nodes, new Amount(bucket.getTotalUnits(), bucket.getFreeUnits()), millicpus, memory);
    }

    private boolean units(FieldPath at, io.isobar.proto.resource.v1.NodeBucket bucket) {
        int total = bucket.getTotalUnits();
        if (hasAccelerator && total == 0) {
            problems.add(at.at("total_units"), "is 0 in a pool with accelerators");
            return false;
        }
        if (!hasAccelerator && total != 0) {
            problems.add(at.at("total_units"), "is " + total + " in a pool without accelerators");
            return false;
        }
        return problems.within(at.at("total_units"), total, 0, NodeBucket.MOST_UNITS)
                && free(at.at("free_units"), bucket.getFreeUnits(), total);
    }

    private @Nullable Amount amount(FieldPath at, String what, @Nullable Long total, @Nullable Long free, long most) {
        if (total == null && free == null) {
            return null;
        }
        if (total == null || free == null) {
            problems.add(at.at((total == null ? "total_" : "free_") + what), "is missing, the other is given");
            return null;
        }
        boolean sound =
                problems.within(at.at("total_" + what), total, 1, most) && free(at.at("free_" + what), free, total);
        return sound ? new Amount(total, free) : null;
    }

    private boolean free(String field, long free, long total) {
        if (free < 0 || free > total) {
            problems.add(field, "must be 0 to the total of " + total + ", is " + free);
            return false;
        }
        return true;
    }

    private static long add(long sum, int nodes, @Nullable Amount amount) {
        return amount == null ? sum : Math.addExact(sum, Math.multiplyExact(amount.total(), (long) nodes));
    }
}
