package io.isobar.agent.execution;

import io.isobar.agent.admission.PoolCapacity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region at one instant, for readers on other threads.
 *
 * @param trouble why the region cannot write down what it does; null: it can
 */
public record RegionStatus(
        Instant at,
        List<PoolCapacity> pools,
        int runningAttempts,
        @Nullable String trouble) {
    public RegionStatus {
        pools = List.copyOf(pools);
    }
}
