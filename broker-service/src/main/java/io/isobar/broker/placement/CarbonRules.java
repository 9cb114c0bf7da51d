package io.isobar.broker.placement;

import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What energy and carbon are reckoned by.
 *
 * @param wattsPerCore of a host, for each processor asked for. The default is what the Cloud Carbon Footprint methodology takes for a
 *     virtual processor of AWS at full load, the mean of its processors in SPECpower
 * @param wattsPerGigabyte of a host, for each 10^9 bytes of memory asked for; the default is of the same methodology
 * @param prices for a tonne of CO2e by tenant, where its workloads do not say; a tenant that is not there has none
 */
public record CarbonRules(double wattsPerCore, double wattsPerGigabyte, Map<String, Money> prices) {
    public static final CarbonRules DEFAULT = new CarbonRules(3.5, 0.392, Map.of());

    private static final double MOST_WATTS = 1_000;

    public CarbonRules {
        prices = Map.copyOf(prices);
        if (!(wattsPerCore >= 0 && wattsPerCore <= MOST_WATTS)
                || !(wattsPerGigabyte >= 0 && wattsPerGigabyte <= MOST_WATTS)) {
            throw new IllegalArgumentException("watts of a core or a gigabyte must be 0 to " + MOST_WATTS + ", are "
                    + wattsPerCore + " and " + wattsPerGigabyte);
        }
        prices.forEach((tenant, price) -> {
            if (price.isNegative()) {
                throw new IllegalArgumentException(
                        "the carbon price of " + tenant + " must not be negative, is " + price);
            }
        });
    }

    /** For a tonne; null: carbon has no price for it. */
    @Nullable
    Money priceFor(WorkloadSpec spec) {
        var own = spec.objective().carbonPrice();
        return own == null ? prices.get(spec.tenant()) : own;
    }
}
