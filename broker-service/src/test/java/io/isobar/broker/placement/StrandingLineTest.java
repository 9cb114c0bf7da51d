package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a placement makes unusable decides between pools, and nobody is charged for it. */
class StrandingLineTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final PlacementEngine engine = new PlacementEngine(new Policy(
            Pools.CATALOG,
            ExchangeRates.none(CNY),
            CNY,
            io.isobar.broker.network.Network.UNKNOWN,
            new Hazards(1e12, 1e12),
            Tenants.EQUAL,
            "test",
            Set.of()));
    private final CapacityBook book = new CapacityBook();

    private void connect(String name, Histogram free, Offer offer) {
        var facts = region(name);
        book.connected(facts, NOW);
        var report = Pools.report(Pools.key(name, "a100"), 1, Pools.accelerated(Pools.A100_80), free, offer);
        book.report(report, NOW);
        book.synchronised(facts.name(), Set.of("a100"));
    }

    private Decision decide(int cards) {
        return engine.decide(book.view(), Asked.of(Specs.gang(1, cards, 10.0)), NOW);
    }

    private void wholeNodesAreUsual() {
        for (int i = 0; i < 20; i++) {
            Arrivals.came(Specs.gang(1, 8, 10.0), book);
        }
    }

    @Test
    void smallWorkGoesWhereANodeIsTornAlready() {
        connect("east", histogram(nodes(4, 8, 8)), Pools.perCard("7 CNY"));
        connect("west", histogram(nodes(4, 8, 8), nodes(1, 8, 3)), Pools.perCard("8 CNY"));
        assertThat(decide(1).chosen().pool().region().value()).isEqualTo("east");

        wholeNodesAreUsual();
        var decision = decide(1);

        assertThat(decision.chosen().pool().region().value()).isEqualTo("west");
        assertThat(decision.chosen().bill()).extracting(BillLine::term).doesNotContain(Term.STRANDING);
        var east = decision.best().getLast();
        var line = east.bill().getLast();
        assertThat(line.term()).isEqualTo(Term.STRANDING);
        assertThat(line.basis()).isEqualTo(BillLine.Basis.ESTIMATED);
        // Seven cards for ten hours.
        assertThat(line.amount()).isEqualTo(Money.parse("490 CNY"));
        assertThat(line.detail()).startsWith("7.00 units that the usual work could not use x 7.00 CNY/h");
        assertThat(east.paid()).isEqualTo(Money.parse("70 CNY"));
        assertThat(east.total()).isEqualTo(Money.parse("560 CNY"));
        assertThat(decision.summary()).contains("80.00 CNY in all");
    }

    @Test
    void theSummaryTellsWhatIsChargedFromWhatWeighs() {
        connect("east", histogram(nodes(4, 8, 8)), Pools.perCard("7 CNY"));
        wholeNodesAreUsual();

        assertThat(decide(1).summary()).contains("70.00 CNY charged, 560.00 CNY with what only weighs");
    }

    @Test
    void workThatIsUsualStrandsNothing() {
        connect("east", histogram(nodes(4, 8, 8)), Pools.perCard("7 CNY"));
        wholeNodesAreUsual();

        assertThat(decide(8).chosen().bill()).extracting(BillLine::term).doesNotContain(Term.STRANDING);
    }

    @Test
    void whoPaysForTheNodeStrandsNothingOfOthers() {
        var node = new Offer(BillingMode.ON_DEMAND, Offer.Unit.NODE_HOUR, Money.parse("56 CNY"), null);
        connect("east", histogram(nodes(4, 8, 8)), node);
        wholeNodesAreUsual();

        assertThat(decide(1).chosen().bill()).extracting(BillLine::term).doesNotContain(Term.STRANDING);
    }

    @Test
    void whatIsUsualForAnotherModelSaysNothing() {
        connect("east", histogram(nodes(4, 8, 8)), Pools.perCard("7 CNY"));
        for (int i = 0; i < 20; i++) {
            book.asked(
                    io.isobar.broker.capacity.AcceleratorKind.of("nvidia-l40s", null),
                    new io.isobar.broker.capacity.ReplicaShape(8, 0, 0),
                    1);
        }

        assertThat(decide(1).chosen().bill()).extracting(BillLine::term).doesNotContain(Term.STRANDING);
    }
}
