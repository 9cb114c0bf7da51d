package io.isobar.broker.wiring;

import io.isobar.broker.placement.CarbonRules;
import io.isobar.broker.resource.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What energy and carbon are reckoned by, as configured; every problem is named at once. */
final class CarbonConfiguration {
    private CarbonConfiguration() {}

    static CarbonRules read(BrokerConfiguration.Carbon carbon, Map<String, BrokerConfiguration.Tenant> tenants) {
        var problems = new ArrayList<String>();
        var prices = new HashMap<String, Money>();
        new TreeMap<>(tenants)
                .forEach((name, settings) -> settings.carbonPrice().ifPresent(text -> {
                    try {
                        prices.put(name, price(text));
                    } catch (IllegalArgumentException bad) {
                        problems.add("isobar.broker.tenants." + name + ".carbon-price: " + bad.getMessage());
                    }
                }));
        try {
            var rules = new CarbonRules(carbon.wattsPerCore(), carbon.wattsPerGigabyte(), prices);
            if (problems.isEmpty()) {
                return rules;
            }
        } catch (IllegalArgumentException bad) {
            problems.add("isobar.broker.carbon: " + bad.getMessage());
        }
        throw new IllegalStateException(String.join("; ", problems));
    }

    private static Money price(String text) {
        var price = Money.parse(text);
        if (price.isNegative()) {
            throw new IllegalArgumentException("must not be negative, is " + text);
        }
        return price;
    }
}
