package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GangPlannerTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));

    @Test
    void putsGroupsOnPoolsOfTheOneRegionThatHasAll() {
        var decision = decide(
                workersAndServers(1, 4),
                a100s("east", 1, histogram(nodes(1, 8, 8)), "7 CNY"),
                a100s("west", 1, histogram(nodes(1, 8, 8)), "9 CNY"),
                machine("west", 1, 16, 16));

        assertThat(places(decision)).containsExactly("0: 1 in west/a100", "1: 1 in west/machine");
        assertThat(decision.summary()).contains("2 parts").contains("west/machine");
    }

    @Test
    void everyGroupRunsAsLongAsTheMainOne() {
        var decision = decide(
                workersAndServers(1, 4),
                a100s("west", 1, histogram(nodes(1, 8, 8)), "9 CNY"),
                machine("west", 1, 16, 16));

        assertThat(decision.parts())
                .allSatisfy(part -> assertThat(part.candidate().runTime())
                        .isInstanceOfSatisfying(
                                RunTime.Known.class,
                                known -> assertThat(known.time()).isEqualTo(Duration.ofHours(2))));
        // 4 cores at 0.1 CNY.
        assertThat(decision.parts().getLast().candidate().total()).isEqualTo(Money.parse("0.8 CNY"));
    }

    @Test
    void saysWhichGroupFindsNoPlace() {
        var decision = decide(
                workersAndServers(1, 64),
                a100s("west", 1, histogram(nodes(1, 8, 8)), "9 CNY"),
                machine("west", 1, 16, 16));

        assertThat(decision.placed()).isFalse();
        assertThat(decision.refusals())
                .anySatisfy(refusal -> assertThat(refusal.evidence()).startsWith("group server: "));
    }

    @Test
    void groupsDoNotTakeTheSameCapacityTwice() {
        var decision = decide(workersAndServers(1, 120, 120), a100s("west", 1, histogram(nodes(1, 8, 8)), "9 CNY"));

        // The server would fit beside no worker: 128 cores, of which the worker takes 8 and each server 120.
        assertThat(decision.placed()).isFalse();
    }

    @Test
    void aGangInOnePieceIsNotDivided() {
        var decision = decide(
                Specs.gang(16, 8, 2.0),
                a100s("east", 1, histogram(nodes(10, 8, 8)), "7 CNY"),
                a100s("west", 1, histogram(nodes(10, 8, 8)), "9 CNY"));

        assertThat(decision.placed()).isFalse();
    }

    @Test
    void isDividedOverRegionsOnlyWithLeave() {
        var pools = new PoolReport[] {
            a100s("east", 1, histogram(nodes(10, 8, 8)), "7 CNY"), a100s("west", 1, histogram(nodes(12, 8, 8)), "9 CNY")
        };

        assertThat(decide(across(Across.POOLS, 16), pools).placed()).isFalse();
        assertThat(decide(across(Across.POOLS, 16), pools).refusals())
                .anySatisfy(refusal -> assertThat(refusal.evidence()).contains("room for 10 here"));
        assertThat(places(decide(across(Across.REGIONS, 16), pools)))
                .containsExactly("0: 12 in west/a100", "0: 4 in east/a100");
    }

    @Test
    void isNotDividedWhereOnePoolHasRoomForAll() {
        var decision = decide(
                across(Across.REGIONS, 8),
                a100s("east", 1, histogram(nodes(7, 8, 8)), "1 CNY"),
                a100s("west", 1, histogram(nodes(8, 8, 8)), "9 CNY"));

        assertThat(places(decision)).containsExactly("0: 8 in west/a100");
        assertThat(decision.parts()).isEmpty();
    }

    @Test
    void theMaximumPriceIsForAllPartsTogether() {
        var pools = new PoolReport[] {
            a100s("east", 1, histogram(nodes(2, 8, 8)), "10 CNY"), a100s("west", 1, histogram(nodes(2, 8, 8)), "10 CNY")
        };
        var dear = Specs.but(
                across(Across.REGIONS, 4),
                draft -> draft.placement =
                        new PlacementRules(List.of(), List.of(), null, List.of(), Money.parse("319 CNY")));
        var just = Specs.but(
                across(Across.REGIONS, 4),
                draft -> draft.placement =
                        new PlacementRules(List.of(), List.of(), null, List.of(), Money.parse("320 CNY")));

        var refused = decide(dear, pools);
        assertThat(refused.refused()).containsKey(Reason.PRICE_ABOVE_MAXIMUM);
        assertThat(refused.wouldChange()).anyMatch(change -> change.contains("320.00 CNY"));
        assertThat(decide(just, pools).placed()).isTrue();
    }

    /** Of pools with as much room the cheaper comes first, whatever their providers' currencies are. */
    @Test
    void isDividedOverPoolsOfSeveralCurrencies() {
        var usd = Map.of(Currency.getInstance("USD"), new ExchangeRates.Rate(new BigDecimal("7.1"), LocalDate.EPOCH));
        var converting = new PlacementEngine(new Policy(Pools.CATALOG, new ExchangeRates(CNY, usd), CNY, "test"));
        var book = new CapacityBook();
        report(
                book,
                a100s("east", 1, histogram(nodes(2, 8, 8)), "10 CNY"),
                a100s("north", 1, histogram(nodes(2, 8, 8)), "2 USD"),
                a100s("west", 1, histogram(nodes(2, 8, 8)), "1 USD"));

        assertThat(places(converting.decide(book.view(), Asked.of(across(Across.REGIONS, 5)), NOW)))
                .containsExactly("0: 2 in west/a100", "0: 2 in east/a100", "0: 1 in north/a100");
    }

    @Test
    void aThousandCardsAreFoundOverFragmentedPools() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var pools = new PoolReport[40];
        int room = 0;
        for (int i = 0; i < pools.length; i++) {
            int whole = random.nextInt(10);
            room += whole;
            pools[i] = a100s(
                    "region-" + i,
                    1,
                    histogram(nodes(whole + 1, 8, 8), nodes(20, 8, random.nextInt(8))),
                    (5 + random.nextInt(5)) + " CNY");
            room++;
        }

        var decision = decide(across(Across.REGIONS, 125), pools);

        assertThat(decision.placed())
                .as("seed %d, room for %d of 125", seed, room)
                .isEqualTo(room >= 125);
        if (decision.placed()) {
            assertThat(decision.given().stream()
                            .mapToInt(part -> part.candidate().replicas())
                            .sum())
                    .isEqualTo(125);
            assertThat(decision.given().stream()
                            .map(part -> part.candidate().pool())
                            .distinct()
                            .count())
                    .isEqualTo(decision.given().size());
        }
    }

    private static WorkloadSpec workersAndServers(int servers, int cores, int... more) {
        var plain = Specs.command(cores);
        return Specs.but(Specs.gang(1, 8, 2.0), draft -> {
            draft.others.add(new Group("server", servers, plain.resources(), plain.variants(), true));
            Arrays.stream(more)
                    .mapToObj(Specs::command)
                    .forEach(spec -> draft.others.add(new Group("other", 1, spec.resources(), spec.variants(), false)));
        });
    }

    private static WorkloadSpec across(Across across, int replicas) {
        return Specs.but(Specs.gang(replicas, 8, 2.0), draft -> draft.across = across);
    }

    private static List<String> places(Decision decision) {
        return decision.given().stream()
                .map(part -> part.group() + ": " + part.candidate().replicas() + " in "
                        + part.candidate().pool())
                .collect(Collectors.toList());
    }

    private Decision decide(WorkloadSpec spec, PoolReport... pools) {
        var book = new CapacityBook();
        report(book, pools);
        return engine.decide(book.view(), Asked.of(spec), NOW);
    }

    private static void report(CapacityBook book, PoolReport... pools) {
        for (var pool : pools) {
            book.connected(Pools.region(pool.key().region().value()), NOW);
        }
        for (var pool : pools) {
            book.report(pool, NOW);
        }
        var reported = Arrays.stream(pools).map(pool -> pool.key().pool()).collect(Collectors.toSet());
        for (var pool : pools) {
            book.synchronised(pool.key().region(), reported);
        }
    }
}
