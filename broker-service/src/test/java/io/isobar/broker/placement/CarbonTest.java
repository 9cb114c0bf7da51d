package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.Currency;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run emits decides where a price or a maximum says so; what is not known of it never passes for little. */
class CarbonTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final SiteEnergy COAL = new SiteEnergy(1.5, 800.0, false, true);
    private static final SiteEnergy WATER = new SiteEnergy(1.2, 30.0, false, false);

    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private final CapacityBook book = new CapacityBook();

    private void connect(String region, SiteEnergy energy, String price) {
        var name = new RegionName(region);
        var facts = new RegionFacts(
                name,
                "provider",
                Place.UNKNOWN,
                RegionFacts.Manager.SIMULATED,
                null,
                "test",
                energy,
                new CutOff.GoesOn());
        book.connected(facts, NOW);
        book.report(a100s(region, 1, histogram(nodes(4, 8, 8)), price), NOW);
        book.synchronised(name, Set.of("a100"));
    }

    private Decision decide(WorkloadSpec spec) {
        return engine.decide(book.view(), Asked.of(spec), NOW);
    }

    private static WorkloadSpec asking(@Nullable String price, @Nullable String most, @Nullable Double hours) {
        return Specs.gang(
                1,
                8,
                hours,
                PlacementRules.NONE,
                new Objective(
                        Objective.Kind.COST,
                        null,
                        null,
                        price == null ? null : Money.parse(price),
                        most == null ? null : CarbonMass.parse(most)));
    }

    @Test
    void aPriceOfCarbonSendsWorkWhereTheGridIsClean() {
        connect("coal", COAL, "7 CNY");
        connect("water", WATER, "8 CNY");

        // 8 A100 draw 3.2 kW: 3.9 kg an hour on coal. One yuan a card-hour is 8 CNY, or 2,052 CNY a tonne.
        assertThat(decide(asking("1500 CNY", null, 10.0))
                        .chosen()
                        .pool()
                        .region()
                        .value())
                .isEqualTo("coal");
        var dear = decide(asking("2500 CNY", null, 10.0)).chosen();

        assertThat(dear.pool().region().value()).isEqualTo("water");
        assertThat(dear.bill()).extracting(BillLine::term).contains(Term.CARBON);
        assertThat(dear.paid()).isLessThan(dear.total());
        assertThat(dear.paid()).isEqualTo(paid(dear));
    }

    private static Money paid(Candidate candidate) {
        return candidate.bill().stream()
                .filter(line -> line.term() != Term.CARBON)
                .map(BillLine::amount)
                .reduce(Money.zero(CNY), Money::plus);
    }

    @Test
    void aRegionThatDoesNotSayComesAfterAllThatDo() {
        connect("coal", COAL, "70 CNY");
        connect("silent", SiteEnergy.UNKNOWN, "7 CNY");

        var decision = decide(asking("1 CNY", null, 10.0));

        assertThat(decision.chosen().pool().region().value()).isEqualTo("coal");
        assertThat(decision.best().getLast().uncounted())
                .containsExactly(
                        "carbon: silent does not declare its PUE",
                        "carbon: silent does not declare the carbon intensity of its grid");
    }

    @Test
    void withoutAPriceItIsOnlyShown() {
        connect("coal", COAL, "7 CNY");
        connect("silent", SiteEnergy.UNKNOWN, "6 CNY");

        var decision = decide(asking(null, null, 10.0));

        assertThat(decision.chosen().pool().region().value()).isEqualTo("silent");
        assertThat(decision.chosen().uncounted()).isEmpty();
        assertThat(decision.chosen().footprint().energy()).isNotNull();
        assertThat(decision.best().getLast().footprint().carbon()).isNotNull();
    }

    @Test
    void aMaximumRefusesWhatEmitsMoreAndSaysHowMuch() {
        connect("coal", COAL, "7 CNY");

        var refused = decide(asking(null, "30 kg", 10.0));

        assertThat(refused.dominant()).isEqualTo(Reason.CARBON_ABOVE_MAXIMUM);
        var refusal = refused.refusals().getFirst();
        assertThat(refusal.evidence())
                .contains("8 units x 400 W", "PUE 1.50", "800 g/kWh (estimated)", "the most allowed is 30.0 kg CO2e");
        var enough = refusal.remedy().substring(refusal.remedy().lastIndexOf(' ') + 1);
        assertThat(decide(asking(null, enough, 10.0)).placed()).isTrue();
    }

    @Test
    void aMaximumLetsNothingPassOfWhichItIsNotKnown() {
        connect("silent", new SiteEnergy(1.2, null, false, false), "7 CNY");

        var grid = decide(asking(null, "30 t", 10.0));
        assertThat(grid.dominant()).isEqualTo(Reason.CARBON_UNKNOWN);
        assertThat(grid.refusals().getFirst().evidence())
                .endsWith("is not known: silent does not declare the carbon intensity of its grid");

        connect("silent", COAL, "7 CNY");
        var time = decide(asking(null, "30 t", null));
        assertThat(time.dominant()).isEqualTo(Reason.CARBON_UNKNOWN);
        assertThat(time.refusals().getFirst().evidence()).endsWith("the run time is not known");
    }
}
