package io.isobar.broker.lifecycle;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt was given.
 *
 * @param group index into the groups of the workload, the main one first
 * @param variant index into the variants of the group
 * @param offer as quoted; fixed from here on, whatever becomes of the price
 * @param pricePerHour of the whole attempt
 * @param expectedRunTime null: not known
 */
public record Assignment(
        PoolKey pool,
        int group,
        int variant,
        int replicas,
        ReplicaShape shape,
        Offer offer,
        Money pricePerHour,
        @Nullable Duration expectedRunTime) {}
