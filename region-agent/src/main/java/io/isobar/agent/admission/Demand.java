package io.isobar.agent.admission;

import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;

/**
 * What an attempt asks of one pool: so many replicas of one shape, each on one node, all or none.
 *
 * @param replicas 1 to 100,000
 */
public record Demand(PoolName pool, int replicas, Resources shape) {
    public static final int MAX_REPLICAS = 100_000;

    public Demand {
        if (replicas < 1 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("replicas must be 1 to " + MAX_REPLICAS + ", not " + replicas);
        }
    }
}
