package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.market.BillingMode;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
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
import org.junit.jupiter.api.Test;

class BillTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Network NETWORK =
            new Network(Map.of(new Network.Ends("far", "here"), new Link(10, Money.parse("0.02 USD"))));
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
            Set.of());

    private static Bill bill(WorkloadSpec spec, BillingMode mode, int hours) {
        var quote = new Quote(Money.parse("100 CNY"), "10 cards x 10 CNY");
        var time = new RunTime.Known(Duration.ofHours(hours), Basis.DECLARED, "declared");
        return Bill.of(new Bill.Subject(spec, "here", quote, 10, mode, time), POLICY, new RateNotes(POLICY));
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
    void theTotalIsTheSumOfTheLines() {
        var bill = bill(reading(new DataSet("s3://era5", Memory.parse("3TB"), "far")), BillingMode.SPOT, 3);

        assertThat(bill.lines().stream().map(BillLine::amount).reduce(Money.zero(CNY), Money::plus))
                .isEqualTo(bill.total());
    }
}
