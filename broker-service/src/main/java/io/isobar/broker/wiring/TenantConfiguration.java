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

    static Tenants read(Map<String, BrokerConfiguration.Tenant> configured) {
        var problems = new ArrayList<String>();
        var tenants = new HashMap<String, Tenants.Entitlement>();
        new TreeMap<>(configured).forEach((name, settings) -> {
            try {
                tenants.put(name, new Tenants.Entitlement(settings.weight(), quota(settings.quota())));
            } catch (IllegalArgumentException bad) {
                problems.add("isobar.broker.tenants." + name + ": " + bad.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        return new Tenants(tenants);
    }

    private static Quota quota(BrokerConfiguration.Quota configured) {
        return new Quota(
                configured.accelerators().orElse(null),
                configured.cpus().map(Cpu::parse).orElse(null),
                configured.memory().map(Memory::parse).orElse(null));
    }
}
