package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Energy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Network NETWORK =
            new Network(Map.of(new Network.Ends("far", "here"), new Link(10, Money.parse("0.02 USD"))));
    private static final SiteEnergy CLEAN = new SiteEnergy(1.25, 400.0, false, false);
    private static final Policy POLICY = new Policy(
            Pools.CATALOG,
            new ExchangeRates(
                    CNY,
                    Map.of(
                            Currency.getInstance("USD"),
                            new ExchangeRates.Rate(new BigDecimal("7"), LocalDate.parse("2026-11-20")))),
            CNY,
            NETWORK,
            new Hazards(1_000, 5),
            Tenants.EQUAL,
            "test",
            Set.of(),
            new CarbonRules(4, 0.5, Map.of("green", Money.parse("70 CNY"))),
            Corrections.NONE,
            Exploration.USUAL);

    private static Bill bill(WorkloadSpec spec, BillingMode mode, int hours) {
        var time = new RunTime.Known(Duration.ofHours(hours), Basis.DECLARED, "declared");
        return bill(spec, mode, time, CLEAN);
    }

    private static Bill bill(WorkloadSpec spec, BillingMode mode, int hours, Policy policy) {
        var time = new RunTime.Known(Duration.ofHours(hours), Basis.DECLARED, "declared");
        return bill(spec, mode, time, CLEAN, policy);
    }

    private static Bill bill(WorkloadSpec spec, BillingMode mode, RunTime time, SiteEnergy site) {
        return bill(spec, mode, time, site, POLICY);
    }

    private static Bill bill(WorkloadSpec spec, BillingMode mode, RunTime time, SiteEnergy site, Policy policy) {
        var quote = new Quote(Money.parse("100 CNY"), "10 cards x 10 CNY");
        var shape = new ReplicaShape(10, 50_000, 100_000_000_000L);
        // 10 x 400 W + 50 x 4 W + 100 x 0.5 W = 4.25 kW
        var draw = new Draw.Known(10, 400, 250);
        return Bill.of(
                new Bill.Subject(spec, "here", site, quote, shape, 1, mode, time, draw, TrackRecord.NONE),
                policy,
                new RateNotes(policy));
    }

    private static WorkloadSpec pricing(@Nullable String price) {
        return Specs.but(
                Specs.gang(1, 10, 1.0),
                draft -> draft.objective = new Objective(
                        Objective.Kind.COST, null, null, price == null ? null : Money.parse(price), null));
    }

    private static Money amount(Bill bill, Term term) {
        return bill.lines().stream()
                .filter(line -> line.term() == term)
                .map(BillLine::amount)
                .findFirst()
                .orElseThrow();
    }

    private static WorkloadSpec reading(DataSet... data) {
        return Specs.with(Specs.gang(1, 10, 1.0), List.of(data), null);
    }

    @Test
    void movesATerabyteForTwentyDollarsInAThousandSeconds() {
        var bill = bill(reading(new DataSet("s3://era5", Memory.parse("1TB"), "far")), BillingMode.ON_DEMAND, 1);

        assertThat(amount(bill, Term.DATA)).isEqualTo(Money.parse("140 CNY"));
        assertThat(bill.delay()).isEqualTo(Duration.ofSeconds(1_000));
        assertThat(bill.uncounted()).isEmpty();
    }

    @Test
    void aMeasuredBandwidthMakesTheDataTakeAsLongAsTheyDoAndSaysThatItWasMeasured() {
        var measured = POLICY.across(NETWORK.measured(Map.of(), Map.of(new Network.Ends("far", "here"), 2.0)));
        var data = new DataSet("s3://era5", Memory.parse("1TB"), "far");

        var bill = bill(reading(data), BillingMode.ON_DEMAND, 1, measured);

        assertThat(bill.delay()).isEqualTo(Duration.ofSeconds(4_000));
        var line = bill.lines().stream()
                .filter(one -> one.term() == Term.DATA)
                .findFirst()
                .orElseThrow();
        assertThat(line.basis()).isEqualTo(Basis.MEASURED);
        assertThat(line.detail()).contains("at 2 Gbit/s as measured and 0.02 USD/GB");
        assertThat(line.amount()).as("the price is the table's").isEqualTo(Money.parse("140 CNY"));
        assertThat(bill(reading(data), BillingMode.ON_DEMAND, 1).lines())
                .filteredOn(one -> one.term() == Term.DATA)
                .extracting(BillLine::basis)
                .containsExactly(Basis.ESTIMATED);
    }

    @Test
    void dataThatLieThereCostNothingAndTakeNoTime() {
        var bill = bill(reading(new DataSet("s3://era5", Memory.parse("1TB"), "here")), BillingMode.ON_DEMAND, 1);

        assertThat(bill.lines()).extracting(BillLine::term).doesNotContain(Term.DATA);
        assertThat(bill.delay()).isZero();
    }

    @Test
    void whatIsNotKnownOfDataIsSaidAndNotTakenForNothing() {
        assertThat(bill(reading(new DataSet("s3://a", null, "far")), BillingMode.ON_DEMAND, 1)
                        .uncounted())
                .singleElement()
                .asString()
                .contains("size of s3://a");
        assertThat(bill(reading(new DataSet("s3://b", Memory.parse("1TB"), null)), BillingMode.ON_DEMAND, 1)
                        .uncounted())
                .singleElement()
                .asString()
                .contains("where s3://b lies");
        assertThat(bill(reading(new DataSet("s3://c", Memory.parse("1TB"), "moon")), BillingMode.ON_DEMAND, 1)
                        .uncounted())
                .singleElement()
                .asString()
                .contains("no way from moon to here");
    }

    @Test
    void whatFailuresCostIsThePriceOfTheHoursLost() {
        var checkpoint =
                new Checkpoint("s3://state", Duration.ofHours(1), Duration.ofMinutes(3), Duration.ofMinutes(6));
        var bill = bill(Specs.with(Specs.gang(1, 10, 1.0), List.of(), checkpoint), BillingMode.ON_DEMAND, 100);

        // 3/60 for saving, and 10/1000 an hour x (half an hour of work + 6 minutes to restart): 5.6 %.
        assertThat(bill.lost()).isEqualTo(Duration.ofMinutes(336));
        assertThat(amount(bill, Term.FAILURE)).isEqualTo(Money.parse("560 CNY"));
        assertThat(bill.total()).isEqualTo(Money.parse("10560 CNY"));
    }

    @Test
    void spotCapacityIsLostMoreOften() {
        var spec = Specs.gang(1, 10, 1.0);

        assertThat(bill(spec, BillingMode.SPOT, 10).lost())
                .isGreaterThan(bill(spec, BillingMode.ON_DEMAND, 10).lost().multipliedBy(10));
    }

    @Test
    void timeIsWorthSomethingUntilTheEndWithItsDelayAndItsLosses() {
        var spec = Specs.with(
                Specs.gang(
                        1,
                        10,
                        1.0,
                        PlacementRules.NONE,
                        new Objective(Objective.Kind.COST, Money.parse("36 CNY"), null)),
                List.of(new DataSet("s3://era5", Memory.parse("1TB"), "far")),
                new Checkpoint("s3://state", Duration.ofHours(1), Duration.ofMinutes(3), Duration.ofMinutes(6)));
        var bill = bill(spec, BillingMode.ON_DEMAND, 100);

        // (1,000 s + 100 h + 5.6 h) x 36 CNY
        assertThat(amount(bill, Term.WAITING)).isEqualTo(Money.parse("3811.6 CNY"));
    }

    @Test
    void carbonIsEnergyTimesOverheadTimesGridTimesPrice() {
        var bill = bill(pricing("10 USD"), BillingMode.ON_DEMAND, 1);

        // 10 cards x 1 h of 1,000 card-hours between failures: e^0.01 - 1 over the hazard is 1.005 h.
        double hours = 1 + bill.lost().toMillis() / 3.6e6;
        double grams = 4.25 * hours * 1.25 * 400;
        assertThat(bill.footprint().energy())
                .isEqualTo(Energy.of(4_250.0, Duration.ofHours(1).plus(bill.lost())));
        assertThat(bill.footprint().carbon()).isEqualTo(CarbonMass.ofGrams(grams));
        assertThat(amount(bill, Term.CARBON)).isEqualTo(Money.parse("70 CNY").times(Math.round(grams), 1_000_000));
        assertThat(bill.lines().getLast().detail())
                .contains("10 units x 400 W + 250 W of hosts", "PUE 1.25", "400 g/kWh", "10.00 USD/t");
        assertThat(bill.uncounted()).isEmpty();
    }

    @Test
    void withoutAPriceCarbonIsKnownAndNotInTheBill() {
        var bill = bill(pricing(null), BillingMode.ON_DEMAND, 1);

        assertThat(bill.lines()).extracting(BillLine::term).doesNotContain(Term.CARBON);
        assertThat(bill.uncounted()).isEmpty();
        assertThat(bill.footprint().carbon()).isNotNull();
    }

    @Test
    void theTenantsPriceIsTakenWhereTheWorkloadHasNone() {
        var tenants = Specs.of("green", pricing(null));
        var own = Specs.of("green", pricing("10 USD"));

        assertThat(amount(bill(tenants, BillingMode.ON_DEMAND, 1), Term.CARBON))
                .isEqualTo(amount(bill(own, BillingMode.ON_DEMAND, 1), Term.CARBON));
        assertThat(bill(Specs.of("other", pricing(null)), BillingMode.ON_DEMAND, 1)
                        .lines())
                .extracting(BillLine::term)
                .doesNotContain(Term.CARBON);
    }

    @Test
    void whatIsNotKnownOfCarbonIsSaidAndNotTakenForNothing() {
        var time = new RunTime.Known(Duration.ofHours(1), Basis.DECLARED, "declared");
        var dark = bill(pricing("10 USD"), BillingMode.ON_DEMAND, time, new SiteEnergy(1.2, null, true, false));

        assertThat(dark.lines()).extracting(BillLine::term).doesNotContain(Term.CARBON);
        assertThat(dark.uncounted()).containsExactly("carbon: here does not declare the carbon intensity of its grid");
        assertThat(dark.footprint().energy()).isNotNull();
        assertThat(dark.footprint().carbon()).isNull();
        assertThat(bill(pricing("1 EUR"), BillingMode.ON_DEMAND, 1).uncounted())
                .containsExactly("carbon: no exchange rate for EUR");
    }

    @Test
    void theTotalIsTheSumOfTheLines() {
        var bill = bill(reading(new DataSet("s3://era5", Memory.parse("3TB"), "far")), BillingMode.SPOT, 3);

        assertThat(bill.lines().stream().map(BillLine::amount).reduce(Money.zero(CNY), Money::plus))
                .isEqualTo(bill.total());
    }
}
