package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The lowest priority of what runs of each tenant and may be stopped, as of when it was first asked for in a round. */
final class LowestRunning {
    private final Map<String, Integer> byTenant = new HashMap<>();

    LowestRunning(Holdings holdings, Occupant.Source occupants) {
        var pools = new TreeSet<PoolKey>();
        holdings.tenants().forEach(tenant -> pools.addAll(holdings.of(tenant).keySet()));
        for (var pool : pools) {
            for (var occupant : occupants.in(pool)) {
                if (occupant.restartable() && !occupant.stopping()) {
                    byTenant.merge(occupant.tenant(), occupant.priority(), Math::min);
                }
            }
        }
    }

    /** Whether anything of the tenant is below a priority. */
    boolean isBelow(String tenant, int priority) {
        return byTenant.getOrDefault(tenant, Integer.MAX_VALUE) < priority;
    }
}
