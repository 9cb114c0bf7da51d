package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workload that asks for a place.
 *
 * @param avoided names of regions that its retry rule keeps it from
 * @param vicinity what lives where, as far as that keeps it from regions
 * @param holds pools that are kept for others
 * @param reserves what reservations keep of pools
 * @param allowance what its tenant may take
 */
public record Asked(
        WorkloadSpec spec,
        Set<String> avoided,
        Vicinity vicinity,
        Map<PoolKey, Hold> holds,
        Map<PoolKey, PoolReserve> reserves,
        Allowance allowance) {
    public Asked {
        avoided = Set.copyOf(avoided);
        holds = Map.copyOf(holds);
        reserves = Map.copyOf(reserves);
    }

    /** One that nothing is kept from. */
    public Asked(WorkloadSpec spec, Set<String> avoided, Vicinity vicinity) {
        this(spec, avoided, vicinity, Map.of(), Map.of(), Allowance.ANYTHING);
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
        return others.isEmpty() ? this : new Asked(spec, avoided, vicinity, others, reserves, allowance);
    }

    /** With this pool kept for nobody. */
    Asked unheld(PoolKey pool) {
        if (!holds.containsKey(pool)) {
            return this;
        }
        var others = new HashMap<>(holds);
        others.remove(pool);
        return new Asked(spec, avoided, vicinity, others, reserves, allowance);
    }

    /** With this reserved. */
    public Asked beside(Map<PoolKey, PoolReserve> reserved) {
        return reserved.isEmpty() ? this : new Asked(spec, avoided, vicinity, holds, reserved, allowance);
    }

    /** Whatever is kept for others or reserved, and whatever its tenant may have. */
    Asked unrestricted() {
        return isRestricted() ? new Asked(spec, avoided, vicinity) : this;
    }

    /** Whatever its tenant may have. */
    Asked beyondQuota() {
        return allowance.isUnlimited() ? this : new Asked(spec, avoided, vicinity, holds, reserves, Allowance.ANYTHING);
    }

    /** By a tenant that may take no more than this. */
    public Asked within(Allowance tenants) {
        return tenants.isUnlimited() ? this : new Asked(spec, avoided, vicinity, holds, reserves, tenants);
    }

    /** What keeps it from a place that would take it: more than its tenant may have, nodes that are reserved, or kept for another. */
    Optional<Objection> objection(Candidate candidate, Instant now) {
        var beyond = allowance.objection(spec.tenant(), candidate);
        if (beyond.isPresent()) {
            return beyond;
        }
        var reserve = reserves.get(candidate.pool());
        var hold = holds.get(candidate.pool());
        if (reserve == null && hold == null) {
            return Optional.empty();
        }
        var endsAt = candidate.endBy(spec, now);
        var reserved = reserve == null
                ? Optional.<Objection>empty()
                : reserve.objection(spec, candidate.shape(), candidate.replicas(), endsAt, now);
        // What is reserved for it was kept from whoever waits.
        if (reserved.isPresent() || hold == null || (reserve != null && reserve.isWithin(spec, endsAt))) {
            return reserved;
        }
        return hold.objection(candidate.replicas(), endsAt, now);
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
        return !reserves.isEmpty() || isRestrictedBesideReservations();
    }

    boolean isRestrictedBesideReservations() {
        return !holds.isEmpty() || !allowance.isUnlimited();
    }

    Asked avoidingNothing() {
        return new Asked(spec, Set.of(), vicinity, holds, reserves, allowance);
    }
}
