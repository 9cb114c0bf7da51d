package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.placement.Holdings.Sum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload for which others may have to make room.
 *
 * @param priority work of a lower one makes room for it
 * @param quotas null: it needs no quota
 */
record Claimant(int priority, @Nullable Quotas quotas, Borrowers borrowers) {
    /** The quota of its tenant, where it wants so much. */
    interface Quotas {
        QuotaRoom wanting(Sum amount);
    }

    /** What runs of some tenants, and of all in some groups. */
    interface Borrowers {
        List<Sited> in(List<String> groups);
    }

    /** Where something runs. */
    record Sited(PoolKey pool, Occupant occupant) {}

    /** Whether its tenant may have so much, or may have it back from whom it was lent to. */
    boolean mayHave(Forecast.Place place) {
        if (quotas == null) {
            return true;
        }
        var quota = quotas.wanting(Sum.of(place.shape(), place.replicas()));
        return quota.isEnough() || quota.mayReclaim();
    }

    /** One that no quota limits. */
    static Claimant of(int priority) {
        return new Claimant(priority, null, groups -> List.of());
    }
}
