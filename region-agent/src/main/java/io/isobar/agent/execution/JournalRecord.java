package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;

/** A change that must outlive the agent. */
public sealed interface JournalRecord {
    /** The attempt is now so. */
    record Put(Attempt attempt) implements JournalRecord {}

    /** The attempt is forgotten. */
    record Erase(AttemptId attempt) implements JournalRecord {}

    /** Attempts of the workload with a lower epoch may not start any more. */
    record Fence(WorkloadId workload, long lowestEpoch) implements JournalRecord {}
}
