package io.isobar.broker.placement;

import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * What tenants are entitled to.
 *
 * @param byName one that is not named is entitled to {@code others}
 */
public record Tenants(Map<String, Entitlement> byName, Entitlement others) {
    public static final Tenants EQUAL = new Tenants(Map.of(), Entitlement.USUAL);

    public Tenants {
        byName = Map.copyOf(byName);
    }

    /** With these weights, and no limits. */
    public static Tenants weighted(Map<String, Double> weights) {
        var byName = new HashMap<String, Entitlement>();
        weights.forEach(
                (name, weight) -> byName.put(name, new Entitlement(weight, Quota.NONE, WorkloadSpec.HIGHEST_PRIORITY)));
        return new Tenants(byName, Entitlement.USUAL);
    }

    /**
     * What a tenant is entitled to.
     *
     * @param weight one beside another: a tenant of weight 2 may hold twice what one of weight 1 may
     * @param quota most that it may hold, whatever others want
     * @param highestPriority that its workloads may have
     */
    public record Entitlement(double weight, Quota quota, int highestPriority) {
        public static final double USUAL_WEIGHT = 1;
        public static final Entitlement USUAL =
                new Entitlement(USUAL_WEIGHT, Quota.NONE, WorkloadSpec.HIGHEST_PRIORITY);

        public Entitlement {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the weight of a tenant must be more than 0, is " + weight);
            }
            if (Math.abs(highestPriority) > WorkloadSpec.HIGHEST_PRIORITY) {
                throw new IllegalArgumentException("the highest priority must be -" + WorkloadSpec.HIGHEST_PRIORITY
                        + " to " + WorkloadSpec.HIGHEST_PRIORITY + ", is " + highestPriority);
            }
        }
    }

    public Entitlement of(String tenant) {
        return byName.getOrDefault(tenant, others);
    }
}
