package io.isobar.broker.placement;

import java.util.Map;

/** What tenants are entitled to, one beside another: a tenant of weight 2 may hold twice what one of weight 1 may. */
public record Weights(Map<String, Double> byTenant) {
    public static final double USUAL = 1;
    public static final Weights EQUAL = new Weights(Map.of());

    public Weights {
        byTenant = Map.copyOf(byTenant);
        byTenant.forEach((tenant, weight) -> {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of tenant " + tenant + " must be more than 0, is " + weight);
            }
        });
    }

    double of(String tenant) {
        return byTenant.getOrDefault(tenant, USUAL);
    }
}
