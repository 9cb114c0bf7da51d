package io.isobar.agent.driver;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.inventory.Inventory;
import java.time.Instant;

/** What a driver tells of its own accord. */
public sealed interface WorkEvent {
    /** All replicas run. */
    record Running(AttemptId id, Instant at) implements WorkEvent {}

    /** Nothing of it runs any more, and nothing of it will. Told once, and last. */
    record Ended(AttemptId id, WorkEnd end) implements WorkEvent {}

    /**
     * A new look at the region.
     *
     * @param failedNodes nodes that failed since the look before
     */
    record Looked(Inventory inventory, int failedNodes) implements WorkEvent {}
}
