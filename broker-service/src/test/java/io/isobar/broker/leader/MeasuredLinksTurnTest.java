package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.network.LinkReading.Quantity;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is measured of links is an event of a turn, and the turns after it decide by it until it is stale. */
class MeasuredLinksTurnTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final RegionName EAST = new RegionName("east");
    private static final Network TABLE =
            new Network(Map.of(), Map.of(new Network.Ends("beijing", "east"), Duration.ofMillis(30)));

    private final Random random = new Random(3);
    private final RecordedLink east = new RecordedLink("east");
    private final Coordinator coordinator = new Coordinator(new PlacementService(new PlacementEngine(new Policy(
            Pools.CATALOG, ExchangeRates.none(CNY), CNY, TABLE, Hazards.DEFAULT, Tenants.EQUAL, "test", Set.of()))));
    private Instant now = NOW;

    MeasuredLinksTurnTest() {
        turn(new Event.Connected(region("east"), east));
        report();
    }

    @Test
    void whatWaitedForATooLongWayIsPlacedInTheTurnThatHearsItBecameShorter() {
        var waits = submit(20);
        assertThat(why(waits).reason()).isEqualTo(Reason.LATENCY_ABOVE_MAXIMUM);

        turn(measured(0.012));

        assertThat(isPlaced(waits)).isTrue();
    }

    @Test
    void aWayThatBecameLongerKeepsNewWorkOutThoughTheTableSaysOtherwise() {
        turn(measured(0.045));

        var refused = submit(40);

        assertThat(isPlaced(refused)).isFalse();
        assertThat(why(refused).reason()).isEqualTo(Reason.LATENCY_ABOVE_MAXIMUM);
        assertThat(why(refused).message()).contains("takes 45 ms as measured");
    }

    @Test
    void whenNobodyMeasuresAnyMoreTheTableCountsAgain() {
        turn(measured(0.045));
        var waits = submit(40);
        assertThat(isPlaced(waits)).isFalse();

        now = now.plus(Quantity.ROUND_TRIP.validity()).plusSeconds(1);
        report();

        assertThat(isPlaced(waits)).isTrue();
    }

    @Test
    void theSameTurnsDecideTheSame() {
        var other = new MeasuredLinksTurnTest();
        for (var one : List.of(this, other)) {
            one.turn(one.measured(0.012));
            one.submit(20);
        }

        assertThat(coordinator.view()).isEqualTo(other.coordinator.view());
    }

    private Event measured(double seconds) {
        return new Event.LinksMeasured(List.of(new LinkReading("east", "beijing", Quantity.ROUND_TRIP, seconds, now)));
    }

    private Outcome report() {
        var pool = machine("east", 1, 64, 64);
        return turn(
                new Event.PoolReported(east, pool, now),
                new Event.Synchronised(EAST, east, Set.of(pool.key().pool()), Set.of()));
    }

    private WorkloadId submit(int millis) {
        var spec = Specs.near("beijing", Duration.ofMillis(millis));
        var id = WorkloadId.random(random);
        turn(new Event.Accepted(Workload.accepted(id, spec, now)));
        return id;
    }

    private Outcome turn(Event... events) {
        return coordinator.turn(List.of(events), now);
    }

    private boolean isPlaced(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().attempt() != null;
    }

    private Why why(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why();
    }
}
