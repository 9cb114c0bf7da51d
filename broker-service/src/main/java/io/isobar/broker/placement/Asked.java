package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A workload that asks for a place.
 *
 * @param avoided names of regions that its retry rule keeps it from
 * @param crowded names of regions where its spread rule allows no more of it
 * @param holds pools that are kept for others
 */
public record Asked(WorkloadSpec spec, Set<String> avoided, Set<String> crowded, Map<PoolKey, Hold> holds) {
    public Asked {
        avoided = Set.copyOf(avoided);
        crowded = Set.copyOf(crowded);
        holds = Map.copyOf(holds);
    }

    /** One that nothing is kept from. */
    public Asked(WorkloadSpec spec, Set<String> avoided, Set<String> crowded) {
        this(spec, avoided, crowded, Map.of());
    }

    /** One that may go to any region. */
    public static Asked of(WorkloadSpec spec) {
        return new Asked(spec, Set.of(), Set.of());
    }

    Asked behind(Map<PoolKey, Hold> others) {
        return others.isEmpty() ? this : new Asked(spec, avoided, crowded, others);
    }

    /** Whether it would, as this candidate, delay the one that the pool is kept for. */
    boolean isHeldBack(Candidate candidate, Instant now) {
        var hold = holds.get(candidate.pool());
        return hold != null && hold.isDelayedBy(candidate.replicas(), candidate.endAt(spec, now));
    }

    Asked avoidingNothing() {
        return new Asked(spec, Set.of(), crowded, holds);
    }
}
