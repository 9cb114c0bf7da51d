package io.isobar.broker.wiring;

import io.isobar.broker.placement.Borrowing;
import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.resource.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What tenants are entitled to, as configured; every problem is named at once. */
final class TenantConfiguration {
    private static final String PREFIX = "isobar.broker.tenants.";

    private TenantConfiguration() {}

    static Tenants read(Map<String, BrokerConfiguration.Tenant> configured, BrokerConfiguration.Placement placement) {
        var problems = new ArrayList<String>();
        var tenants = new HashMap<String, Tenants.Entitlement>();
        new TreeMap<>(configured).forEach((name, settings) -> {
            try {
                tenants.put(name, entitlement(settings, placement.highestPriority()));
            } catch (IllegalArgumentException bad) {
                problems.add(PREFIX + name + ": " + bad.getMessage());
            }
        });
        if (problems.isEmpty()) {
            Tenants.problems(tenants).forEach((key, why) -> problems.add(PREFIX + key + ": " + why));
        }
        var others = Tenants.Entitlement.USUAL;
        try {
            others = new Tenants.Entitlement(Tenants.Entitlement.USUAL_WEIGHT, Quota.NONE, placement.highestPriority());
        } catch (IllegalArgumentException bad) {
            problems.add("isobar.broker.placement.highest-priority: " + bad.getMessage());
        }
        var halfLife = Duration.ZERO;
        try {
            halfLife = DurationText.parse(placement.usageHalfLife());
        } catch (IllegalArgumentException bad) {
            problems.add("isobar.broker.placement.usage-half-life: " + bad.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        return new Tenants(tenants, others, halfLife.isZero() ? null : halfLife);
    }

    private static Tenants.Entitlement entitlement(BrokerConfiguration.Tenant settings, int highestPriority) {
        return new Tenants.Entitlement(
                settings.weight(),
                quota(settings.quota()),
                borrowing(settings.borrow()),
                settings.highestPriority().orElse(highestPriority),
                settings.parent().orElse(null));
    }

    private static Quota quota(BrokerConfiguration.Quota configured) {
        return new Quota(
                configured.accelerators().orElse(null),
                configured.cpus().map(Cpu::parse).orElse(null),
                configured.memory().map(Memory::parse).orElse(null));
    }

    private static Borrowing borrowing(BrokerConfiguration.Borrow configured) {
        return new Borrowing(
                amount(configured.accelerators(), TenantConfiguration::units),
                amount(configured.cpus(), text -> Cpu.parse(text).millis()),
                amount(configured.memory(), text -> Memory.parse(text).bytes()));
    }

    private static long amount(Optional<String> configured, ToLongFunction<String> reading) {
        return configured.isEmpty()
                ? 0
                : configured.get().equals("unlimited") ? Borrowing.UNLIMITED : reading.applyAsLong(configured.get());
    }

    private static long units(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException bad) {
            throw new IllegalArgumentException(
                    "borrow.accelerators must be a number of units or unlimited, is " + text, bad);
        }
    }
}
