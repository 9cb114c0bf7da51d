package io.isobar.broker.placement;

import java.util.HashMap;
import java.util.Map;

/** What tenants are entitled to; one that is not named has the usual weight and no limit. */
public record Tenants(Map<String, Entitlement> byName) {
    public static final Tenants EQUAL = new Tenants(Map.of());

    public Tenants {
        byName = Map.copyOf(byName);
    }

    /** With these weights, and no limits. */
    public static Tenants weighted(Map<String, Double> weights) {
        var byName = new HashMap<String, Entitlement>();
        weights.forEach((name, weight) -> byName.put(name, new Entitlement(weight, Quota.NONE)));
        return new Tenants(byName);
    }

    /**
     * What a tenant is entitled to.
     *
     * @param weight one beside another: a tenant of weight 2 may hold twice what one of weight 1 may
     * @param quota most that it may hold, whatever others want
     */
    public record Entitlement(double weight, Quota quota) {
        public static final double USUAL_WEIGHT = 1;
        static final Entitlement USUAL = new Entitlement(USUAL_WEIGHT, Quota.NONE);

        public Entitlement {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the weight of a tenant must be more than 0, is " + weight);
            }
        }
    }

    double weightOf(String tenant) {
        return entitlementOf(tenant).weight();
    }

    public Quota quotaOf(String tenant) {
        return entitlementOf(tenant).quota();
    }

    private Entitlement entitlementOf(String tenant) {
        return byName.getOrDefault(tenant, Entitlement.USUAL);
    }
}
