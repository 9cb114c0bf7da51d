package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.ForeignLoad;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementEngineTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final ExchangeRates RATES = new ExchangeRates(
            CNY,
            Map.of(
                    Currency.getInstance("USD"),
                    new ExchangeRates.Rate(new BigDecimal("7.1"), LocalDate.parse("2026-11-20"))));

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine = new PlacementEngine(new Policy(Pools.CATALOG, RATES, CNY, "test"));

    @Test
    void billsTwoHundredCardsForTwoMonthsAtSevenYuanEighty() {
        connect("east", a100s("east", 1, histogram(nodes(40, 8, 8)), "7.8 CNY"));

        var decision = decide(Specs.gang(25, 8, 1440.0));

        assertThat(decision.placed()).isTrue();
        assertThat(decision.chosen().bill().getFirst())
                .satisfies(line -> assertThat(line.amount()).isEqualTo(Money.parse("2246400 CNY")))
                .satisfies(line -> assertThat(line.detail()).contains("200 cards x 7.8"));
    }

    @Test
    void choosesTheCheaperOfTwoCurrenciesAndSaysAtWhichRate() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        connect("west", a100s("west", 1, histogram(nodes(1, 8, 8)), "1.0 USD"));

        var decision = decide(Specs.gang(1, 8, 10.0));

        assertThat(decision.chosen().pool().region()).isEqualTo(new RegionName("west"));
        assertThat(decision.best()).hasSize(2);
        assertThat(decision.rates())
                .singleElement()
                .asString()
                .contains("1 USD = 7.1")
                .contains("2026-11-20");
    }

    @Test
    void refusesAPriceWhoseCurrencyHasNoRate() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "1 EUR"));

        assertThat(decide(Specs.gang(1, 1, 1.0)).dominant()).isEqualTo(Reason.EXCHANGE_RATE_UNKNOWN);
    }

    @Test
    void takesAnAbsentPriceForUnknownAndNotForFree() {
        connect(
                "east",
                Pools.report(
                        Pools.key("east", "a100"), 1, Pools.accelerated(Pools.A100_80), histogram(nodes(1, 8, 8))));

        assertThat(decide(Specs.gang(1, 1, 1.0)).dominant()).isEqualTo(Reason.PRICE_UNKNOWN);
    }

    @Test
    void whatHasNoPriceIsNoNearerThanWhatIsFullAndNotToBeWaitedFor() {
        connect("full", a100s("full", 1, histogram(nodes(4, 8, 0)), "7.8 CNY"));
        connect(
                "unsold",
                Pools.report(
                        Pools.key("unsold", "a100"), 1, Pools.accelerated(Pools.A100_80), histogram(nodes(4, 8, 0))));

        var decision = decide(Specs.gang(1, 1, 1.0));

        assertThat(decision.dominant()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
        assertThat(decision.refused()).isEqualTo(Map.of(Reason.INSUFFICIENT_CAPACITY, 1, Reason.PRICE_UNKNOWN, 1));
    }

    @Test
    void doesNotSellProcessorsForNothingWhereOnlyCardsArePriced() {
        connect("east", a100s("east", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));

        var decision = decide(Specs.command(1));

        assertThat(decision.dominant()).isEqualTo(Reason.NOT_SOLD_ALONE);
        assertThat(decision.refusals().getFirst().evidence()).contains("by the card only");
    }

    @Test
    void whatIsNotSoldAloneIsNoNearerThanWhatIsFull() {
        connect("cards", a100s("cards", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));
        connect("cores", Pools.machine("cores", 1, 8, 2));

        var decision = decide(Specs.command(4));

        assertThat(decision.dominant()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
        assertThat(decision.refused()).containsEntry(Reason.NOT_SOLD_ALONE, 1);
    }

    /** On one A100, or on processors alone. */
    private static WorkloadSpec onEither(Work work) {
        return Specs.but(Specs.gang(1, 1, 1.0), draft -> {
            draft.accelerators.add(new AcceleratorChoice.None());
            draft.variants.add(Specs.command(1).variants().getFirst());
            draft.work = work;
        });
    }

    @ParameterizedTest
    @CsvSource({"0.5 CNY, a100, 1", "1.5 CNY, machine, 0"})
    void takesAcceleratorsOrProcessorsByWhichCostsLess(String perCard, String pool, int units) {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), perCard));
        connect("west", Pools.machine("west", 1, 8, 8));

        var decision = decide(onEither(new Work(1, null, null, null)));

        assertThat(decision.best()).hasSize(2);
        assertThat(decision.chosen().pool().pool()).isEqualTo(pool);
        assertThat(decision.chosen().shape().units()).isEqualTo(units);
        assertThat(decision.chosen().variant()).isEqualTo(1 - units);
    }

    @Test
    void doesNotTakeHoursOnAnAcceleratorForHoursOnProcessors() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "100 CNY"));
        connect("west", Pools.machine("west", 1, 8, 8));

        var decision = decide(onEither(new Work(1, Pools.A100_80, "A100-80GB", null)));

        assertThat(decision.chosen().pool().pool()).isEqualTo("a100");
        assertThat(decision.best().getLast().pool().pool()).isEqualTo("machine");
        assertThat(decision.best().getLast().runTime())
                .isInstanceOfSatisfying(
                        RunTime.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("not on processors"));
    }

    @Test
    void aFullPoolThatSellsNoProcessorsIsFullForWorkThatCouldDoWithThem() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 0)), "7.8 CNY"));

        assertThat(decide(onEither(new Work(1, null, null, null))).dominant()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
    }

    @Test
    void saysWhatOtherWorkTakesOfAPoolThatLacksRoom() {
        var eight = Pools.machine("east", 1, 8, 2);
        connect(
                "east",
                new PoolReport(
                        eight.key(),
                        eight.facts(),
                        1,
                        eight.observedAt(),
                        eight.validity(),
                        eight.capacity(),
                        0,
                        new ForeignLoad(0L, 3_000L, null),
                        eight.offers(),
                        null));

        var decision = decide(Specs.command(4));

        assertThat(decision.dominant()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
        assertThat(decision.refusals().getFirst().evidence())
                .contains("free: 2 cpus of 8 cpus", "in use by other work: 3 cpus")
                .doesNotContain("old");
    }

    @Test
    void saysThatAReportIsOldOfWhichOnlyHalfCounts() {
        connect("east", a100s("east", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));
        book.ageReports(Pools.NOW.plusSeconds(45));

        assertThat(decide(Specs.gang(2, 8, 1.0)).placed()).isTrue();
        assertThat(decide(Specs.gang(3, 8, 1.0)).refusals().getFirst().evidence())
                .contains("its report is old: of what it says is free half counts");
    }

    @Test
    void takesSpotCapacityOrNotByWhatItsReclaimsCost() {
        var spot = new Offer(BillingMode.SPOT, Offer.Unit.CARD_HOUR, Money.parse("3 CNY"), null);
        connect(
                "east",
                Pools.report(
                        Pools.key("east", "a100"),
                        1,
                        Pools.accelerated(Pools.A100_80),
                        histogram(nodes(4, 8, 8)),
                        Pools.perCard("9 CNY"),
                        spot));
        var both = new Billing(Set.of(BillingMode.ON_DEMAND, BillingMode.SPOT), null);

        var brief = decide(Specs.but(Specs.gang(1, 1, 1.0), draft -> draft.billing = both));
        var lengthy = decide(Specs.but(Specs.gang(1, 1, 12.0), draft -> draft.billing = both));

        assertThat(brief.best())
                .extracting(one -> one.offer().mode())
                .containsExactly(BillingMode.SPOT, BillingMode.ON_DEMAND);
        assertThat(lengthy.best())
                .extracting(one -> one.offer().mode())
                .containsExactly(BillingMode.ON_DEMAND, BillingMode.SPOT);
    }

    @Test
    void neverTakesTheSmallerCardForTheLargerOne() {
        connect(
                "east",
                Pools.report(
                        Pools.key("east", "a100"),
                        1,
                        Pools.accelerated("nvidia-a100-sxm4-40gb"),
                        histogram(nodes(4, 8, 8)),
                        Pools.perCard("1 CNY")));
        connect("west", a100s("west", 1, histogram(nodes(4, 8, 8)), "9 CNY"));

        var decision = decide(Specs.gang(1, 1, 1.0));

        assertThat(decision.chosen().pool().region()).isEqualTo(new RegionName("west"));
        assertThat(decision.refused()).containsEntry(Reason.ACCELERATOR_MISMATCH, 1);
    }

    @Test
    void namesFragmentationRatherThanWhatFailedEarlierInTheGate() {
        connect("east", a100s("east", 1, histogram(nodes(64, 8, 1)), "7.8 CNY"));
        connect("west", machine("west", 1, 64, 64));

        var decision = decide(Specs.gang(1, 8, 1.0));

        assertThat(decision.dominant()).isEqualTo(Reason.FRAGMENTED);
        assertThat(decision.summary()).contains("east/a100").contains("largest node has 1 unit");
    }

    @Test
    void goesOnlyToProvidersThatAreAllowed() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        connect("west", a100s("west", 1, histogram(nodes(1, 8, 8)), "8.8 CNY"));
        var only =
                new PlacementRules(List.of(), List.of(), List.of("provider-of-west"), List.of(), null, List.of(), null);
        var never =
                new PlacementRules(List.of(), List.of(), List.of(), List.of("provider-of-east"), null, List.of(), null);

        for (var rules : List.of(only, never)) {
            var decision = decide(Specs.gang(1, 1, 1.0, rules, Objective.CHEAPEST));

            assertThat(decision.chosen().pool().region().value()).isEqualTo("west");
            assertThat(decision.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.REGION_NOT_ALLOWED);
                assertThat(refusal.evidence()).contains("east is of provider-of-east");
            });
        }
    }

    @Test
    void refusesResidencyWhereTheCountryIsUnknown() {
        connect(region("east", null), a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        var rules = new PlacementRules(List.of(), List.of(), null, List.of("CN"), null);

        var decision = decide(Specs.gang(1, 1, 1.0, rules, Objective.CHEAPEST));

        assertThat(decision.dominant()).isEqualTo(Reason.RESIDENCY);
        assertThat(decision.refusals().getFirst().evidence()).contains("unknown country");
    }

    @Test
    void refusesAPoolAboveTheMaximumPriceOfTheWholeWorkload() {
        connect("east", a100s("east", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));
        var rules = new PlacementRules(List.of(), List.of(), null, List.of(), Money.parse("100 CNY"));

        var decision = decide(Specs.gang(2, 8, 1.0, rules, Objective.CHEAPEST));

        assertThat(decision.dominant()).isEqualTo(Reason.PRICE_ABOVE_MAXIMUM);
        assertThat(decision.refusals().getFirst().evidence())
                .contains("16 cards x 7.8")
                .contains("124.8");
    }

    @Test
    void refusesCapacityOlderThanItsValidity() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));

        var decision = engine.decide(
                book.view(), new Asked(Specs.gang(1, 1, 1.0), Set.of(), Set.of()), NOW.plus(Duration.ofMinutes(2)));

        assertThat(decision.dominant()).isEqualTo(Reason.CAPACITY_STALE);
        assertThat(decision.refusals().getFirst().evidence()).contains("2m");
    }

    @Test
    void refusesARunThatWouldEndAfterItsDeadline() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        var soon = new Objective(Objective.Kind.COST, null, NOW.plus(Duration.ofHours(1)));

        assertThat(decide(Specs.gang(1, 1, 2.0, PlacementRules.NONE, soon)).dominant())
                .isEqualTo(Reason.DEADLINE);
        assertThat(decide(Specs.gang(1, 1, 0.5, PlacementRules.NONE, soon)).placed())
                .isTrue();
    }

    @Test
    void comparesByTheHourWhereTheRunTimeIsNotKnown() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        connect("west", a100s("west", 1, histogram(nodes(1, 8, 8)), "7.7 CNY"));

        var decision = decide(Specs.gang(1, 8, null));

        assertThat(decision.chosen().pool().region()).isEqualTo(new RegionName("west"));
        assertThat(decision.chosen().total()).isNull();
        assertThat(decision.chosen().pricePerHour()).isEqualTo(Money.parse("61.6 CNY"));
    }

    @Test
    void goesBackToAnAvoidedRegionWhereNoOtherTakesIt() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        var asked = new Asked(Specs.gang(1, 1, 1.0), Set.of("east"), Set.of());
        assertThat(engine.decide(book.view(), asked, NOW).placed()).isTrue();

        connect("west", a100s("west", 1, histogram(nodes(1, 8, 8)), "99 CNY"));
        assertThat(engine.decide(book.view(), asked, NOW).chosen().pool().region())
                .isEqualTo(new RegionName("west"));
    }

    @Test
    void decidesTheSameForTheSameInputs() {
        for (var name : List.of("c", "a", "b")) {
            connect(name, a100s(name, 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        }

        assertThat(decide(Specs.gang(1, 1, 1.0))).isEqualTo(decide(Specs.gang(1, 1, 1.0)));
        assertThat(decide(Specs.gang(1, 1, 1.0)).chosen().pool().region()).isEqualTo(new RegionName("a"));
    }

    @Test
    void saysThatNoRegionEverConnected() {
        assertThat(decide(Specs.command(1)).dominant()).isEqualTo(Reason.NO_REGIONS);
    }

    private Decision decide(WorkloadSpec spec) {
        return engine.decide(book.view(), new Asked(spec, Set.of(), Set.of()), NOW);
    }

    private void connect(String name, PoolReport... reports) {
        connect(region(name), reports);
    }

    private void connect(RegionFacts facts, PoolReport... reports) {
        book.connected(facts, NOW);
        for (var report : reports) {
            book.report(report, NOW);
        }
        book.synchronised(
                facts.name(),
                Set.copyOf(List.of(reports).stream()
                        .map(report -> report.key().pool())
                        .toList()));
    }
}
