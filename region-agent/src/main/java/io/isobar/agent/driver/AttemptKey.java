package io.isobar.agent.driver;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;

/**
 * One try to run a workload.
 *
 * @param epoch the fencing epoch, from 1; of two attempts of a workload only the one with the higher epoch may run
 */
public record AttemptKey(AttemptId id, WorkloadId workload, long epoch) {
    public AttemptKey {
        if (epoch < 1) {
            throw new IllegalArgumentException("an epoch is 1 or more, not " + epoch);
        }
    }
}
