package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workload that asks for a place.
 *
 * @param avoided names of regions that its retry rule keeps it from
 * @param vicinity what lives where, as far as that keeps it from regions
 * @param holds pools that are kept for others
 * @param allowance what its tenant may take
 */
public record Asked(
        WorkloadSpec spec, Set<String> avoided, Vicinity vicinity, Map<PoolKey, Hold> holds, Allowance allowance) {
    public Asked {
        avoided = Set.copyOf(avoided);
        holds = Map.copyOf(holds);
    }

    /** One that nothing is kept from. */
    public Asked(WorkloadSpec spec, Set<String> avoided, Vicinity vicinity) {
        this(spec, avoided, vicinity, Map.of(), Allowance.ANYTHING);
    }

    /** One whose spread rule allows no more of it in regions of these names. */
    public Asked(WorkloadSpec spec, Set<String> avoided, Set<String> crowded) {
        this(spec, avoided, Vicinity.crowded(spec, crowded));
    }

    /** One that may go to any region. */
    public static Asked of(WorkloadSpec spec) {
        return new Asked(spec, Set.of(), Vicinity.OPEN);
    }

    /** With this kept for others. */
    public Asked behind(Map<PoolKey, Hold> others) {
        return others.isEmpty() ? this : new Asked(spec, avoided, vicinity, others, allowance);
    }

    /** Whatever is kept for others, and whatever its tenant may have. */
    Asked unrestricted() {
        return isRestricted() ? new Asked(spec, avoided, vicinity) : this;
    }

    /** Whatever its tenant may have. */
    Asked beyondQuota() {
        return allowance.isUnlimited() ? this : new Asked(spec, avoided, vicinity, holds, Allowance.ANYTHING);
    }

    /** By a tenant that may take no more than this. */
    public Asked within(Allowance tenants) {
        return tenants.isUnlimited() ? this : new Asked(spec, avoided, vicinity, holds, tenants);
    }

    /** What keeps it from a place that would take it: it is kept for another, or more than its tenant may have. */
    Optional<Objection> objection(Candidate candidate, Instant now) {
        var hold = holds.get(candidate.pool());
        var delayed = hold == null
                ? Optional.<Objection>empty()
                : hold.objection(candidate.replicas(), candidate.endAt(spec, now), now);
        var beyond = allowance.objection(spec.tenant(), candidate);
        return beyond.isPresent() ? beyond : delayed;
    }

    boolean isKeptFromAny() {
        return !avoided.isEmpty() || !vicinity.isOpen();
    }

    /** Whether it may not go to a region now that it could go to otherwise. */
    boolean isKeptFrom(String region) {
        return avoided.contains(region) || vicinity.objectionTo(region) != null;
    }

    /** Whether it may not have all that is free. */
    boolean isRestricted() {
        return !holds.isEmpty() || !allowance.isUnlimited();
    }

    Asked avoidingNothing() {
        return new Asked(spec, Set.of(), vicinity, holds, allowance);
    }
}
