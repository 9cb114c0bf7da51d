package io.isobar.integration.simulation;

import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.YamlInventory;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.Borrowing;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.placement.Tenants.Entitlement;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.ExchangeRates;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the simulated federation has, and whom it serves. */
final class Federation {
    static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    static final Duration HALF_LIFE = Duration.ofMinutes(10);
    /** Cores that these tenants may hold at most, with what they may borrow. */
    static final Map<String, Integer> MOST_CORES = Map.of("alpha", 24, "beta", 24, "gamma", 24, "group", 32);

    static final List<String> TENANTS = List.of("alpha", "beta", "gamma", "delta");
    static final List<String> GROUP = List.of("beta", "gamma");

    private static final Currency CNY = Currency.getInstance("CNY");
    static final Policy POLICY = new Policy(
            CATALOG,
            ExchangeRates.none(CNY),
            CNY,
            Network.UNKNOWN,
            Hazards.DEFAULT,
            new Tenants(
                    Map.of(
                            "alpha", entitled(24, 0, null),
                            "group", entitled(32, 0, null),
                            "beta", entitled(16, 8, "group"),
                            "gamma", entitled(16, 8, "group")),
                    Entitlement.USUAL,
                    HALF_LIFE),
            "simulated",
            Set.of());

    private Federation() {}

    private static Entitlement entitled(int cores, int borrowed, @org.jspecify.annotations.Nullable String parent) {
        return new Entitlement(
                1, new Quota(null, Cpu.ofCores(cores), null), new Borrowing(0, borrowed * 1_000L, 0), 1_000, parent);
    }

    /** So many nodes with and without accelerators; names of nodes are the region's own. */
    static Inventory inventory(String region, int plain, int accelerated, double price) {
        var text = String.format(Locale.ROOT, """
                pools:
                  - name: general
                    host-architecture: x86_64
                    nodes: [ { name: %1$s-g, count: %2$d, cpus: 8, memory: 32GiB } ]
                    offers:
                      - { mode: on-demand, price: "%4$.2f CNY", per: core-hour }
                      - { mode: spot, price: "%5$.2f CNY", per: core-hour }
                  - name: cards
                    accelerator: "NVIDIA A100-SXM4-80GB"
                    unit-kind: card
                    memory-per-unit: 80GiB
                    host-architecture: x86_64
                    stacks: [ { name: cuda, version: "12.6", driver: "560.35" } ]
                    nodes: [ { name: %1$s-c, count: %3$d, units: 4, cpus: 16, memory: 128GiB } ]
                    offers: [ { mode: on-demand, price: "%6$.2f CNY", per: card-hour } ]
                """, region, plain, accelerated, price, price / 3, price * 20);
        return YamlInventory.read(region, text);
    }
}
