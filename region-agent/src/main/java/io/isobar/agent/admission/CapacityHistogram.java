package io.isobar.agent.admission;

import io.isobar.agent.inventory.NodeAmounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts of usable nodes by what they have and what they have free; kept up node by node, so that a report costs no scan. */
final class CapacityHistogram {
    static final int MAX_BUCKETS = 4_096;
    private static final Comparator<NodeBucket> FULLEST_LAST = Comparator.comparingInt(
                    (NodeBucket bucket) -> bucket.free().units())
            .thenComparingLong(bucket -> orZero(bucket.free().millicpus()))
            .thenComparingLong(bucket -> orZero(bucket.free().memoryBytes()))
            .reversed();

    private record Key(NodeAmounts total, NodeAmounts free) {}

    private final Map<Key, Integer> counts = new HashMap<>();

    void add(NodeAmounts total, NodeAmounts free) {
        counts.merge(new Key(total, free), 1, Integer::sum);
    }

    void remove(NodeAmounts total, NodeAmounts free) {
        counts.computeIfPresent(new Key(total, free), (key, count) -> count == 1 ? null : count - 1);
    }

    /**
     * The buckets, emptiest nodes first. Where there are too many kinds, free amounts are rounded down, step by step, until few
     * enough are left: a report never shows more than there is.
     */
    List<NodeBucket> buckets() {
        Map<Key, Integer> merged = counts;
        long step = 1;
        while (merged.size() > MAX_BUCKETS && step < 1L << 40) {
            step *= 4;
            merged = rounded(step);
        }
        List<NodeBucket> buckets = new ArrayList<>(merged.size());
        merged.forEach((key, count) -> buckets.add(new NodeBucket(count, key.total(), key.free())));
        buckets.sort(FULLEST_LAST);
        return buckets.size() <= MAX_BUCKETS ? buckets : buckets.subList(0, MAX_BUCKETS);
    }

    private Map<Key, Integer> rounded(long step) {
        Map<Key, Integer> merged = new HashMap<>();
        counts.forEach((key, count) -> merged.merge(new Key(key.total(), down(key.free(), step)), count, Integer::sum));
        return merged;
    }

    /** The step is in thousandths of a processor and in MiB of memory. */
    private static NodeAmounts down(NodeAmounts free, long step) {
        return new NodeAmounts(free.units(), down(free.millicpus(), step), down(free.memoryBytes(), step << 20));
    }

    private static @Nullable Long down(@Nullable Long amount, long step) {
        return amount == null ? null : Long.valueOf(amount - amount % step);
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
