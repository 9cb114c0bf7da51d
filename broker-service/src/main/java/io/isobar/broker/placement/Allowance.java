package io.isobar.broker.placement;

import io.isobar.broker.capacity.ReplicaShape;
import java.util.Optional;

/**
 * What a tenant may take at the moment.
 *
 * @param held by its live attempts
 */
public record Allowance(Quota quota, Holdings.Sum held) {
    public static final Allowance ANYTHING = new Allowance(Quota.NONE, Holdings.Sum.NOTHING);

    /** Why it may not take this candidate; empty: it may. */
    Optional<Objection> objection(String tenant, Candidate candidate) {
        return quota.isNone()
                ? Optional.empty()
                : quota.objection(tenant, held, Holdings.Sum.of(candidate.shape(), candidate.replicas()));
    }

    /** What is left of it after this was taken. */
    Allowance without(Candidate taken) {
        return quota.isNone()
                ? this
                : new Allowance(quota, held.plus(Holdings.Sum.of(taken.shape(), taken.replicas()), 1));
    }

    /** How many replicas of a shape it may start. */
    long replicas(ReplicaShape shape) {
        return quota.isNone() ? Integer.MAX_VALUE : quota.replicas(held, Holdings.Sum.of(shape, 1));
    }
}
