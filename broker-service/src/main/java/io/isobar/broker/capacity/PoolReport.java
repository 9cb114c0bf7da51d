package io.isobar.broker.capacity;

import io.isobar.broker.market.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region reported of one pool, whole.
 *
 * @param sequence of the pool; a report with a lower one than the held is older and ignored
 * @param observedAt by the agent's clock
 * @param validity how long the capacity may be used, positive
 * @param unusableNodes null: not known
 * @param foreign what others take of its nodes
 * @param offers all of them; none: no known price
 * @param queue null: what is free can be used at once
 */
public record PoolReport(
        PoolKey key,
        PoolFacts facts,
        long sequence,
        Instant observedAt,
        Duration validity,
        Histogram capacity,
        @Nullable Integer unusableNodes,
        ForeignLoad foreign,
        List<Offer> offers,
        @Nullable SiteQueue queue) {
    /** One that says nothing of the load of others, and is of nodes that can be used at once. */
    public PoolReport(
            PoolKey key,
            PoolFacts facts,
            long sequence,
            Instant observedAt,
            Duration validity,
            Histogram capacity,
            @Nullable Integer unusableNodes,
            List<Offer> offers) {
        this(key, facts, sequence, observedAt, validity, capacity, unusableNodes, ForeignLoad.UNKNOWN, offers, null);
    }

    /** With other prices. */
    public PoolReport offering(List<Offer> others) {
        return new PoolReport(
                key, facts, sequence, observedAt, validity, capacity, unusableNodes, foreign, others, queue);
    }

    /** With so much capacity. */
    public PoolReport having(Histogram other) {
        return new PoolReport(key, facts, sequence, observedAt, validity, other, unusableNodes, foreign, offers, queue);
    }

    public PoolReport {
        offers = List.copyOf(offers);
        if (!validity.isPositive()) {
            throw new IllegalArgumentException("validity must be positive, is " + validity);
        }
    }
}
