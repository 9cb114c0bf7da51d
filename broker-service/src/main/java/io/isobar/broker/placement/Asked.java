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
 * @param crowded names of regions where its spread rule allows no more of it
 * @param holds pools that are kept for others
 * @param allowance what its tenant may take
 */
public record Asked(
        WorkloadSpec spec, Set<String> avoided, Set<String> crowded, Map<PoolKey, Hold> holds, Allowance allowance) {
    public Asked {
        avoided = Set.copyOf(avoided);
        crowded = Set.copyOf(crowded);
        holds = Map.copyOf(holds);
    }

    /** One that nothing is kept from. */
    public Asked(WorkloadSpec spec, Set<String> avoided, Set<String> crowded) {
        this(spec, avoided, crowded, Map.of(), Allowance.ANYTHING);
    }

    /** One that may go to any region. */
    public static Asked of(WorkloadSpec spec) {
        return new Asked(spec, Set.of(), Set.of());
    }

    /** With this kept for others. */
    public Asked behind(Map<PoolKey, Hold> others) {
        return others.isEmpty() ? this : new Asked(spec, avoided, crowded, others, allowance);
    }

    /** Whatever is kept for others, and whatever its tenant may have. */
    Asked unrestricted() {
        return isRestricted() ? new Asked(spec, avoided, crowded) : this;
    }

    /** Whatever its tenant may have. */
    Asked beyondQuota() {
        return allowance.isUnlimited() ? this : new Asked(spec, avoided, crowded, holds, Allowance.ANYTHING);
    }

    /** By a tenant that may take no more than this. */
    public Asked within(Allowance tenants) {
        return tenants.isUnlimited() ? this : new Asked(spec, avoided, crowded, holds, tenants);
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
        return !avoided.isEmpty() || !crowded.isEmpty();
    }

    /** Whether it may not go to a region now that it could go to otherwise. */
    boolean isKeptFrom(String region) {
        return avoided.contains(region) || crowded.contains(region);
    }

    /** Whether it may not have all that is free. */
    boolean isRestricted() {
        return !holds.isEmpty() || !allowance.isUnlimited();
    }

    Asked avoidingNothing() {
        return new Asked(spec, Set.of(), crowded, holds, allowance);
    }
}
