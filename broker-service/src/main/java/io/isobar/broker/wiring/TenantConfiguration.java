package io.isobar.broker.wiring;

import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What tenants are entitled to, as configured; every problem is named at once. */
final class TenantConfiguration {
    private TenantConfiguration() {}

    static Tenants read(Map<String, BrokerConfiguration.Tenant> configured, int highestPriority) {
        var problems = new ArrayList<String>();
        var tenants = new HashMap<String, Tenants.Entitlement>();
        new TreeMap<>(configured).forEach((name, settings) -> {
            try {
                int highest = settings.highestPriority().orElse(highestPriority);
                tenants.put(name, new Tenants.Entitlement(settings.weight(), quota(settings.quota()), highest));
            } catch (IllegalArgumentException bad) {
                problems.add("isobar.broker.tenants." + name + ": " + bad.getMessage());
            }
        });
        try {
            var others = new Tenants.Entitlement(Tenants.Entitlement.USUAL_WEIGHT, Quota.NONE, highestPriority);
            if (problems.isEmpty()) {
                return new Tenants(tenants, others);
            }
        } catch (IllegalArgumentException bad) {
            problems.add("isobar.broker.placement.highest-priority: " + bad.getMessage());
        }
        throw new IllegalStateException(String.join("; ", problems));
    }

    private static Quota quota(BrokerConfiguration.Quota configured) {
        return new Quota(
                configured.accelerators().orElse(null),
                configured.cpus().map(Cpu::parse).orElse(null),
                configured.memory().map(Memory::parse).orElse(null));
    }
}
