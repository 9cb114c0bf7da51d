package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine = new PlacementEngine(new Policy(
            Pools.CATALOG,
            ExchangeRates.none(CNY),
            CNY,
            new Network(Map.of(), Map.of(new Network.Ends("beijing", "west"), Duration.ofNanos(30_500_000))),
            Hazards.DEFAULT,
            Tenants.EQUAL,
            "test",
            Set.of()));

    @Test
    void aRegionBeyondTheBoundIsRefusedWithBothNumbersAndWhatWouldDo() {
        connect("west");

        var decision = decide("beijing", 20);

        assertThat(decision.dominant()).isEqualTo(Reason.LATENCY_ABOVE_MAXIMUM);
        assertThat(decision.summary()).contains("takes 30.5 ms, at most 20 ms is allowed");
        assertThat(decision.wouldChange()).singleElement().asString().contains("atMost to 31ms");
        assertThat(decide("beijing", 31).placed()).isTrue();
    }

    @Test
    void whatIsMeasuredCountsInThePlaceOfTheTableAndSaysSo() {
        connect("west");
        var table = engine.policy().network();
        engine.reach(table.measured(Map.of(new Network.Ends("west", "beijing"), Duration.ofMillis(12)), Map.of()));
        assertThat(decide("beijing", 20).placed()).isTrue();

        engine.reach(table.measured(Map.of(new Network.Ends("west", "beijing"), Duration.ofMillis(45)), Map.of()));
        var decision = decide("beijing", 31);

        assertThat(decision.dominant()).isEqualTo(Reason.LATENCY_ABOVE_MAXIMUM);
        assertThat(decision.summary()).contains("takes 45 ms as measured, at most 31 ms is allowed");
        assertThat(decision.wouldChange()).singleElement().asString().contains("atMost to 45ms");
    }

    @Test
    void aDistanceThatNobodyMeasuredIsItsOwnReason() {
        connect("east");

        assertThat(decide("beijing", 20).dominant()).isEqualTo(Reason.LATENCY_UNKNOWN);
    }

    @Test
    void theRegionItselfIsAtNoDistance() {
        connect("east");

        assertThat(decide("east", 1).placed()).isTrue();
    }

    private Decision decide(String from, int millis) {
        return engine.decide(book.view(), Asked.of(Specs.near(from, Duration.ofMillis(millis))), NOW);
    }

    private void connect(String region) {
        var report = machine(region, 1, 4, 4);
        book.connected(Pools.region(region), NOW);
        book.report(report, NOW);
        book.synchronised(report.key().region(), Set.of(report.key().pool()));
    }
}
