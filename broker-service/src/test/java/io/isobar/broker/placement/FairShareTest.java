package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairShareTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final Random random = new Random(3);
    private final CapacityBook book = new CapacityBook();
    private final Holdings holdings = new Holdings();
    private final WaitingLine line = new WaitingLine();
    private int submitted;

    private void connect(String name, PoolReport report) {
        var facts = region(name);
        book.connected(facts, NOW);
        book.report(report, NOW);
        book.synchronised(facts.name(), Set.of(report.key().pool()));
    }

    private void submit(int count, WorkloadSpec spec) {
        for (int i = 0; i < count; i++) {
            line.put(Workload.accepted(WorkloadId.random(random), spec, NOW.plusMillis(submitted++)));
        }
    }

    /** Those that got a place, by tenant, with what the round gives at most. */
    private Map<String, Long> placed(Tenants tenants) {
        var engine = new PlacementEngine(new Policy(
                Pools.CATALOG,
                ExchangeRates.none(CNY),
                CNY,
                Network.UNKNOWN,
                Hazards.DEFAULT,
                tenants,
                "test",
                Set.of()));
        List<Decided> decided = new ArrayList<>();
        new PlacementService(engine).round(line, book, holdings, Neighbours.NONE, NOW, decided::add);
        return decided.stream()
                .filter(Decided.Placed.class::isInstance)
                .map(one -> one.workload().spec().tenant())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void aThousandOfOneTenantDoNotKeepAnotherWaiting() {
        connect("east", machine("east", 1, 10, 10));
        submit(1_000, Specs.of("many", Specs.command(1)));
        submit(5, Specs.of("few", Specs.command(1)));

        assertThat(placed(Tenants.EQUAL)).isEqualTo(Map.of("many", 5L, "few", 5L));
    }

    @Test
    void whatATenantDoesNotWantGoesToTheOthers() {
        connect("east", machine("east", 1, 10, 10));
        submit(1_000, Specs.of("many", Specs.command(1)));
        submit(2, Specs.of("few", Specs.command(1)));

        assertThat(placed(Tenants.EQUAL)).isEqualTo(Map.of("many", 8L, "few", 2L));
    }

    @Test
    void aTenantOfWeightFourHoldsFourTimesAsMuch() {
        connect("east", machine("east", 1, 10, 10));
        submit(100, Specs.of("light", Specs.command(1)));
        submit(100, Specs.of("heavy", Specs.command(1)));

        assertThat(placed(Tenants.weighted(Map.of("heavy", 4.0)))).isEqualTo(Map.of("light", 2L, "heavy", 8L));
    }

    @Test
    void whoHoldsCapacityAlreadyIsServedLater() {
        connect("east", a100s("east", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));
        submit(2, Specs.of("early", Specs.gang(1, 8, 1.0)));
        assertThat(placed(Tenants.EQUAL)).isEqualTo(Map.of("early", 2L));
        submit(4, Specs.of("early", Specs.gang(1, 8, 1.0)));
        submit(4, Specs.of("late", Specs.gang(1, 8, 1.0)));
        for (var workload : List.copyOf(line.byTenant().get("early")).subList(0, 2)) {
            line.remove(workload.workload().id());
        }

        assertThat(placed(Tenants.EQUAL)).isEqualTo(Map.of("late", 2L));
    }

    @Test
    void aLargeGangThatFitsNowhereKeepsNobodyWaiting() {
        connect("east", a100s("east", 1, histogram(nodes(2, 8, 8)), "7.8 CNY"));
        submit(1, Specs.of("big", Specs.gang(100, 8, 1.0)));
        submit(2, Specs.of("small", Specs.gang(1, 8, 1.0)));

        assertThat(placed(Tenants.EQUAL)).isEqualTo(Map.of("small", 2L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tenantsThatWantMoreEndUpLevelInTheResourceThatEachNeedsMost(long seed) {
        var choice = new Random(seed);
        connect("east", machine("east", 1, 600, 600));
        var sizes = Map.of("a", 1 + choice.nextInt(3), "b", 1 + choice.nextInt(3), "c", 1 + choice.nextInt(3));
        sizes.forEach((tenant, cores) -> submit(700, Specs.of(tenant, Specs.command(cores))));

        var placed = placed(Tenants.EQUAL);
        while (line.size() > 0
                && placed.values().stream().mapToLong(Long::longValue).sum() == 0) {
            placed = placed(Tenants.EQUAL);
        }

        var cores = sizes.keySet().stream()
                .map(tenant -> holdings.of(tenant).values().stream()
                        .mapToLong(Holdings.Sum::millicpus)
                        .sum())
                .toList();
        var most = cores.stream().mapToLong(Long::longValue).max().orElseThrow();
        var least = cores.stream().mapToLong(Long::longValue).min().orElseThrow();
        assertThat(most - least)
                .as("seed %s: millicpus %s with jobs of %s", seed, cores, sizes)
                .isLessThanOrEqualTo(3_000);
    }

    @Test
    void holdingsAreGoneWhenAllIsGivenBack() {
        var pool = Pools.key("east", "a100");
        var shape = new io.isobar.broker.capacity.ReplicaShape(8, 1_000, 7);
        holdings.take("w-1-1", "a", pool, shape, 3);
        holdings.take("w-1-1", "a", pool, shape, 3);
        holdings.take("w-2-1", "a", pool, shape, 1);
        assertThat(holdings.of("a").get(pool)).isEqualTo(new Holdings.Sum(32, 4_000, 28));

        holdings.give("w-1-1");
        holdings.give("w-2-1");
        holdings.give("w-2-1");

        assertThat(holdings.of("a")).isEmpty();
    }
}
