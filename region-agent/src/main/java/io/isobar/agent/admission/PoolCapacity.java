package io.isobar.agent.admission;

import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.PoolProfile;
import java.time.Instant;
import java.util.List;

/**
 * A pool and what it has, at one instant.
 *
 * @param sequence grows with every change of the pool and with every new look
 * @param observedAt when the region looked
 * @param buckets the usable nodes, at most {@link CapacityHistogram#MAX_BUCKETS}
 * @param unusableNodes nodes that cannot take work now
 * @param foreign what work that is not ours takes of the usable nodes; it is not in what is free
 */
public record PoolCapacity(
        PoolProfile profile,
        long sequence,
        Instant observedAt,
        List<NodeBucket> buckets,
        int unusableNodes,
        ForeignLoad foreign) {
    public PoolCapacity {
        buckets = List.copyOf(buckets);
    }

    public long totalUnits() {
        return buckets.stream()
                .mapToLong(bucket -> (long) bucket.nodes() * bucket.total().units())
                .sum();
    }

    public long freeUnits() {
        return buckets.stream()
                .mapToLong(bucket -> (long) bucket.nodes() * bucket.free().units())
                .sum();
    }
}
