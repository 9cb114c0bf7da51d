package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;

/**
 * A pool that cannot take a workload, and why.
 *
 * @param evidence with the numbers
 * @param remedy what would make it pass; empty where nothing that a user can do would
 */
public record Refusal(PoolKey pool, String provider, Reason reason, String evidence, String remedy) {}
