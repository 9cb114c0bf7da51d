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
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final Random random = new Random(5);
    private final CapacityBook book = new CapacityBook();
    private final Holdings holdings = new Holdings();
    private final WaitingLine line = new WaitingLine();
    private final List<Decided.Placed> placed = new ArrayList<>();
    private final List<Decided> waits = new ArrayList<>();

    private void connect(PoolReport report) {
        var facts = region(report.key().region().value());
        book.connected(facts, NOW);
        book.report(report, NOW);
        book.synchronised(facts.name(), Set.of(report.key().pool()));
    }

    private PlacementService service(Quota quota) {
        return new PlacementService(new PlacementEngine(new Policy(
                Pools.CATALOG,
                ExchangeRates.none(CNY),
                CNY,
                Network.UNKNOWN,
                Hazards.DEFAULT,
                new Tenants(
                        Map.of("lab", new Tenants.Entitlement(1, quota, WorkloadSpec.HIGHEST_PRIORITY)),
                        Tenants.Entitlement.USUAL),
                "test",
                Set.of())));
    }

    private void submit(int count, WorkloadSpec spec) {
        for (int i = 0; i < count; i++) {
            line.put(Workload.accepted(WorkloadId.random(random), spec, NOW.plusMillis(line.size())));
        }
    }

    private void round(PlacementService service) {
        waits.clear();
        service.round(line, book, holdings, Neighbours.NONE, NOW, decided -> {
            if (decided instanceof Decided.Placed one) {
                placed.add(one);
                line.remove(one.workload().id());
            } else {
                waits.add(decided);
            }
        });
    }

    @Test
    void aTenantHoldsNoMoreThanItsQuotaWhileOthersDo() {
        connect(a100s("east", 1, histogram(nodes(8, 8, 8)), "7.8 CNY"));
        submit(8, Specs.of("lab", Specs.gang(1, 8, 1.0)));
        submit(2, Specs.of("other", Specs.gang(1, 8, 1.0)));

        round(service(new Quota(20L, null, null)));

        assertThat(holdings.totalOf("lab").units()).isEqualTo(16);
        assertThat(holdings.totalOf("other").units()).isEqualTo(16);
        assertThat(waits).hasSize(6).allSatisfy(wait -> {
            assertThat(wait.decision().dominant()).isEqualTo(Reason.QUOTA);
            assertThat(wait.decision().summary()).contains("tenant lab holds 16 of 20 accelerators and this takes 8");
        });
    }

    @Test
    void whatIsGivenBackIsTheTenantsAgain() {
        connect(machine("east", 1, 64, 64));
        var service = service(new Quota(null, Cpu.ofCores(4), null));
        submit(3, Specs.of("lab", Specs.command(3)));
        round(service);
        assertThat(placed).hasSize(1);

        var over = placed.getFirst().workload().id() + "-1";
        holdings.give(over);
        book.release(over);
        round(service);

        assertThat(placed).hasSize(2);
    }

    @Test
    void whatCanNeverBeIsSaidAndKeepsNoPoolFromOthers() {
        connect(a100s("east", 1, histogram(nodes(2, 8, 8)), "7.8 CNY"));
        submit(1, Specs.of("lab", Specs.gang(2, 8, 1.0)));
        submit(1, Specs.of("other", Specs.gang(1, 8, null)));

        round(service(new Quota(8L, null, null)));

        assertThat(placed)
                .singleElement()
                .satisfies(one -> assertThat(one.workload().spec().tenant()).isEqualTo("other"));
        assertThat(waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait.decision().wouldChange())
                        .anyMatch(change -> change.contains("raise the quota of tenant lab")));
    }

    @Test
    void aGangThatMayBeSmallerStartsWithAsManyAsTheQuotaAllows() {
        connect(a100s("east", 1, histogram(nodes(8, 8, 8)), "7.8 CNY"));
        submit(1, Specs.but(Specs.of("lab", Specs.gang(8, 8, 1.0)), draft -> draft.gangMinimum = 2));

        round(service(new Quota(30L, null, null)));

        assertThat(placed)
                .singleElement()
                .satisfies(one ->
                        assertThat(one.assignments().getFirst().replicas()).isEqualTo(3));
    }

    /** Where pools are so many that they are not all looked at for it, too. */
    @Test
    void aGangThatTheQuotaMakesSmallerIsNotTooDear() {
        for (int i = 0; i < 510; i++) {
            connect(a100s("region-" + i, 1, histogram(nodes(2, 8, 8)), "10 CNY"));
        }
        submit(1, Specs.of("lab", Specs.but(Specs.gang(8, 1, 1.0), draft -> {
            draft.gangMinimum = 1;
            draft.placement = new PlacementRules(List.of(), List.of(), null, List.of(), Money.parse("30 CNY"));
        })));

        round(service(new Quota(3L, null, null)));

        assertThat(placed).hasSize(1);
        assertThat(placed.getFirst().decision().chosen().replicas()).isEqualTo(3);
    }

    @Test
    void thePartsOfADividedGangAreWithinTheQuotaTogether() {
        connect(machine("east", 1, 8, 8));
        connect(machine("west", 1, 8, 8));
        connect(machine("north", 1, 8, 8));
        submit(1, Specs.but(Specs.of("lab", Specs.command(6)), draft -> {
            draft.replicas = 3;
            draft.gangMinimum = 3;
            draft.across = GangRule.Across.REGIONS;
        }));

        round(service(new Quota(null, Cpu.ofCores(12), null)));

        assertThat(placed).isEmpty();
        assertThat(waits).singleElement().satisfies(wait -> {
            assertThat(wait.decision().dominant()).isEqualTo(Reason.QUOTA);
            assertThat(wait.decision().summary()).contains("tenant lab holds 0 of 12 cpus and this takes 18");
        });
    }

    @Test
    void aDividedGangThatMayBeSmallerStartsWithAsManyAsTheQuotaAllows() {
        connect(machine("east", 1, 8, 8));
        connect(machine("west", 1, 8, 8));
        connect(machine("north", 1, 8, 8));
        submit(1, Specs.but(Specs.of("lab", Specs.command(6)), draft -> {
            draft.replicas = 3;
            draft.gangMinimum = 1;
            draft.across = GangRule.Across.REGIONS;
        }));

        round(service(new Quota(null, Cpu.ofCores(12), null)));

        assertThat(placed)
                .singleElement()
                .satisfies(one -> assertThat(one.assignments()).hasSize(2));
        assertThat(holdings.totalOf("lab").millicpus()).isEqualTo(12_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverIsMoreHeldWhateverComesAndGoes(long seed) {
        var chance = new Random(seed);
        connect(machine("east", 1, 200, 200));
        connect(machine("west", 1, 200, 200));
        int most = 10 + chance.nextInt(60);
        var service = service(new Quota(null, Cpu.ofCores(most), null));
        for (int step = 0; step < 200; step++) {
            submit(chance.nextInt(4), Specs.of("lab", Specs.command(1 + chance.nextInt(9))));
            round(service);
            assertThat(holdings.totalOf("lab").millicpus())
                    .as("seed %s, step %s", seed, step)
                    .isLessThanOrEqualTo(1_000L * most);
            if (!placed.isEmpty() && chance.nextBoolean()) {
                var over =
                        placed.remove(chance.nextInt(placed.size())).workload().id() + "-1";
                holdings.give(over);
                book.release(over);
            }
        }
        assertThat(placed).as("seed %s", seed).isNotEmpty();
    }
}
