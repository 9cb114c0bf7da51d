package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final ReplicaShape NODE = new ReplicaShape(8, 8_000, 0);

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));

    private void connect(String name, PoolReport report) {
        book.connected(region(name), NOW);
        book.report(report, NOW);
        book.synchronised(report.key().region(), Set.of(report.key().pool()));
    }

    private static Occupant ending(String attempt, int minutes, int replicas) {
        return Living.occupant(attempt, NODE, replicas, NOW.plus(Duration.ofMinutes(minutes)));
    }

    private Optional<Forecast> forecast(WorkloadSpec spec, Map<String, List<Occupant>> endings) {
        return engine.forecast(
                book.view(),
                new Asked(spec, Set.of(), Set.of()),
                pool -> endings.getOrDefault(pool.region().value(), List.of()),
                NOW);
    }

    @Test
    void aGangStartsWhenTheLastOfWhatItNeedsIsGivenBack() {
        connect("east", a100s("east", 1, histogram(nodes(4, 8, 0)), "7.8 CNY"));

        var forecast = forecast(
                Specs.gang(3, 8, 1.0),
                Map.of(
                        "east",
                        List.of(
                                ending("w-cccccccccc-1", 90, 1),
                                ending("w-aaaaaaaaaa-1", 10, 1),
                                ending("w-bbbbbbbbbb-1", 30, 1))));

        assertThat(forecast).hasValueSatisfying(found -> {
            assertThat(found.at()).isEqualTo(NOW.plus(Duration.ofMinutes(90)));
            assertThat(found.after()).isEqualTo("w-cccccccccc-1");
            assertThat(found.pool()).isEqualTo(Pools.key("east", "a100"));
        });
    }

    @Test
    void whatIsFreeAlreadyCounts() {
        connect("east", a100s("east", 1, histogram(nodes(2, 8, 8), nodes(2, 8, 0)), "7.8 CNY"));

        var forecast = forecast(
                Specs.gang(3, 8, 1.0),
                Map.of("east", List.of(ending("w-aaaaaaaaaa-1", 10, 1), ending("w-bbbbbbbbbb-1", 30, 1))));

        assertThat(forecast.orElseThrow().after()).isEqualTo("w-aaaaaaaaaa-1");
    }

    @Test
    void theSoonestOfSeveralPoolsIsNamed() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 0)), "7.8 CNY"));
        connect("west", a100s("west", 1, histogram(nodes(1, 8, 0)), "7.8 CNY"));

        var forecast = forecast(
                Specs.gang(1, 8, 1.0),
                Map.of(
                        "east",
                        List.of(ending("w-aaaaaaaaaa-1", 50, 1)),
                        "west",
                        List.of(ending("w-bbbbbbbbbb-1", 20, 1))));

        assertThat(forecast.orElseThrow().after()).isEqualTo("w-bbbbbbbbbb-1");
    }

    @Test
    void nothingIsSaidWhereNoEndIsKnownOrWhereItWouldNeverFit() {
        connect("east", a100s("east", 1, histogram(nodes(2, 8, 0)), "7.8 CNY"));

        assertThat(forecast(Specs.gang(1, 8, 1.0), Map.of())).isEmpty();
        assertThat(forecast(Specs.gang(3, 8, 1.0), Map.of("east", List.of(ending("w-aaaaaaaaaa-1", 10, 2)))))
                .isEmpty();
    }

    @Test
    void whatShouldHaveEndedIsExpectedNow() {
        connect("east", a100s("east", 1, histogram(nodes(1, 8, 0)), "7.8 CNY"));

        var forecast = forecast(Specs.gang(1, 8, 1.0), Map.of("east", List.of(ending("w-aaaaaaaaaa-1", -5, 1))));

        assertThat(forecast.orElseThrow().at()).isEqualTo(NOW);
    }
}
