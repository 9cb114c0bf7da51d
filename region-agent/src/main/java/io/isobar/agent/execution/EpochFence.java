package io.isobar.agent.execution;

import io.isobar.agent.admission.WorkloadId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lowest epoch that may still start, per workload. Remembers the {@value #CAPACITY} workloads that were fenced last; those
 * fenced longer ago are safe because a broker that is no longer the leader is not listened to.
 */
final class EpochFence {
    static final int CAPACITY = 20_000;

    private final Map<WorkloadId, Long> lowest = new LinkedHashMap<>();

    boolean refuses(WorkloadId workload, long epoch) {
        return epoch < lowest(workload);
    }

    long lowest(WorkloadId workload) {
        return lowest.getOrDefault(workload, 0L);
    }

    /** Returns whether this changed anything. */
    boolean raise(WorkloadId workload, long lowestEpoch) {
        if (lowestEpoch <= lowest(workload)) {
            return false;
        }
        lowest.remove(workload);
        lowest.put(workload, lowestEpoch);
        if (lowest.size() > CAPACITY) {
            lowest.remove(lowest.keySet().iterator().next());
        }
        return true;
    }
}
