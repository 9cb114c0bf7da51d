package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.network.Link;
import io.isobar.broker.network.LinkBook;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.network.LinkReading.Quantity;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The index decides what a look at every pool decides, also where ways become longer and narrower in between. */
class MeasuredLinksTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final List<String> PLACES = List.of("region-0", "region-1", "region-2", "store");
    private static final Network TABLE = new Network(
            Map.of(
                    new Network.Ends("region-0", "region-1"), new Link(10, Money.parse("0.5 CNY")),
                    new Network.Ends("region-1", "region-0"), new Link(1, Money.parse("0.05 CNY")),
                    new Network.Ends("store", "region-0"), new Link(100, Money.parse("0 CNY")),
                    new Network.Ends("store", "region-1"), new Link(5, Money.parse("0 CNY"))),
            Map.of(
                    new Network.Ends("region-0", "region-1"), Duration.ofMillis(20),
                    new Network.Ends("store", "region-0"), Duration.ofMillis(3)));

    @Test
    void theIndexChoosesWhatALookAtEveryPoolChoosesWhateverIsMeasured() {
        var changes = new AtomicInteger();
        var chosen = new AtomicInteger();
        SeededCases.check(60, random -> {
            var engine = new PlacementEngine(new Policy(
                    Pools.CATALOG,
                    ExchangeRates.none(CNY),
                    CNY,
                    TABLE,
                    Hazards.DEFAULT,
                    Tenants.EQUAL,
                    "test",
                    Policy.UNKNOWNS));
            var federation = new RandomFederation(random);
            var requests = new RandomRequests(random, federation);
            var index = new PlacementIndex(engine, federation.book);
            var links = new LinkBook(TABLE);
            var measured = new HashMap<String, LinkReading>();
            for (int i = 0; i < 120; i++) {
                federation.step();
                if (random.nextInt(3) > 0) {
                    measure(random, federation.now(), measured);
                    links.take(List.copyOf(measured.values()));
                }
                links.advance(federation.now()).ifPresent(change -> {
                    changes.incrementAndGet();
                    engine.reach(change.network());
                    index.forget(change.places());
                });
                var asked = requests.next();
                Arrivals.came(asked.spec(), federation.book);

                var choice = index.choose(asked, federation.now());

                assertThat(choice)
                        .isEqualTo(engine.decide(federation.book.view(), asked, federation.now()).best().stream()
                                .findFirst());
                choice.ifPresent(candidate -> chosen.incrementAndGet());
            }
        });
        assertThat(changes.get()).isGreaterThan(500);
        assertThat(chosen.get()).isGreaterThan(100);
    }

    private static void measure(RandomGenerator random, Instant now, Map<String, LinkReading> measured) {
        var region = PLACES.get(random.nextInt(3));
        var peer = PLACES.get(random.nextInt(PLACES.size()));
        if (!region.equals(peer)) {
            var quantity = random.nextBoolean() ? Quantity.ROUND_TRIP : Quantity.BANDWIDTH;
            double value = quantity == Quantity.ROUND_TRIP
                    ? random.nextDouble(0.001, 0.05)
                    : Math.pow(10, random.nextDouble(7, 11));
            measured.put(
                    region + peer + quantity,
                    new LinkReading(region, peer, quantity, value, now.minusSeconds(random.nextInt(60))));
        }
    }
}
