package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.lifecycle.AttemptId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that holds capacity of a pool.
 *
 * @param endsAt when it is expected to end, by its start and the run time that was expected when it was placed, or its limit; null:
 *     nobody knows
 */
public record Occupant(
        AttemptId attempt,
        ReplicaShape shape,
        int replicas,
        @Nullable Instant endsAt) {
    /** What holds capacity of a pool. */
    @FunctionalInterface
    public interface Source {
        List<Occupant> in(PoolKey pool);
    }

    boolean endsBy(Instant time) {
        return endsAt != null && !endsAt.isAfter(time);
    }
}
