package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Variant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Work that would take cards or cores alone, and a pool whose cards are taken and whose cores are not sold any more. */
class UnsoldWayTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    @Test
    void aPoolIsTooFullHoweverOldItsFiguresAreWhereWhatFitsIsNotSold() {
        var book = new CapacityBook();
        var coresUntilSoon =
                new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse("0.1 CNY"), NOW.plusSeconds(10));
        book.connected(Pools.region("east"), NOW);
        book.report(
                Pools.report(
                        Pools.key("east", "a100"),
                        1,
                        Pools.accelerated(Pools.A100_80),
                        Pools.histogram(Pools.nodes(2, 8, 4)),
                        Pools.perCard("7.8 CNY"),
                        coresUntilSoon),
                NOW);
        book.synchronised(Pools.key("east", "a100").region(), Set.of("a100"));
        var engine = new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
        var asked = Asked.of(Specs.but(Specs.gang(1, 8, 1.0), draft -> {
            draft.accelerators.add(new AcceleratorChoice.None());
            draft.variants.add(new Variant(SoftwareStack.CPU, null, List.of("run"), Map.of(), List.of(), null, null));
        }));
        var whenStale = NOW.plusSeconds(600);

        var decision = new PlacementIndex(engine, book).decide(asked, whenStale);

        assertThat(decision.refused()).isEqualTo(Map.of(Reason.FRAGMENTED, 1));
        assertThat(decision.refused())
                .isEqualTo(engine.decide(book.view(), asked, whenStale).refused());
    }
}
