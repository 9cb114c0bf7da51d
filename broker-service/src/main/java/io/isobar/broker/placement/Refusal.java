package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pool that cannot take a workload, and why.
 *
 * @param evidence with the numbers
 * @param remedy what would make it pass; empty where nothing that a user can do would
 * @param observedAt when the region was looked at for the figures that were used, by the broker's clock; null: not known any more
 */
public record Refusal(
        PoolKey pool,
        String provider,
        Reason reason,
        String evidence,
        String remedy,
        @Nullable Instant observedAt) {
    /** Of which it is not known how old the figures were. */
    public Refusal(PoolKey pool, String provider, Reason reason, String evidence, String remedy) {
        this(pool, provider, reason, evidence, remedy, null);
    }
}
