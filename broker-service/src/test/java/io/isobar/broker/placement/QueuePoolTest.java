package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pools whose nodes are places in the queue of their resource manager. */
class QueuePoolTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final PoolKey QUEUE = Pools.key("hpc", "a100-queue");
    private static final SiteQueue UNKNOWN = new SiteQueue(null);

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, new ExchangeRates(CNY, Map.of()), CNY, "test"));

    private static SiteQueue waiting(int hours) {
        return new SiteQueue(new SiteQueue.Wait(Duration.ofHours(hours), Duration.ofHours(2L * hours)));
    }

    private static PoolReport queue(SiteQueue queue, String price) {
        return Pools.queue(QUEUE, a100s("hpc", 1, histogram(nodes(4, 8, 8)), price), queue);
    }

    private static PoolReport nodesWithFree(int units) {
        return a100s("hpc", 1, histogram(nodes(4, 8, units)), "7.8 CNY");
    }

    private void connect(PoolReport... reports) {
        Stream.of(reports)
                .collect(Collectors.groupingBy(report -> report.key().region()))
                .forEach((region, its) -> {
                    book.connected(Pools.region(region.value()), NOW);
                    its.forEach(report -> book.report(report, NOW));
                    book.synchronised(
                            region,
                            its.stream().map(report -> report.key().pool()).collect(Collectors.toSet()));
                });
    }

    private Decision decide(@Nullable Money valueOfTime, @Nullable Instant deadline) {
        var spec = Specs.gang(1, 8, 1.0);
        return decide(Specs.with(
                spec, spec.placement(), new Objective(Objective.Kind.COST, valueOfTime, deadline), spec.retry()));
    }

    private Decision decide(WorkloadSpec spec) {
        return engine.decide(book.view(), new Asked(spec, Set.of(), Set.of()), NOW);
    }

    @Test
    void takesFreeNodesBeforePlacesInAQueueOfTheSamePrice() {
        connect(queue(waiting(2), "7.8 CNY"), nodesWithFree(8));

        assertThat(decide(null, null).chosen().pool().pool()).isEqualTo("a100");
    }

    @Test
    void entersTheQueueWhereNoNodeIsFreeAndSaysHowLongItWaits() {
        connect(queue(waiting(2), "7.8 CNY"), nodesWithFree(0));

        var decision = decide(null, null);

        assertThat(decision.chosen().pool()).isEqualTo(QUEUE);
        assertThat(decision.chosen().delay()).isEqualTo(Duration.ofHours(2));
        assertThat(decision.chosen().notes())
                .contains("waits in the queue there: 2h, nine of ten 4h at most, as the region foretells");
    }

    @Test
    void paysMoreElsewhereWhereTheWaitIsWorthMore() {
        connect(queue(waiting(2), "7.8 CNY"), a100s("cloud", 1, histogram(nodes(1, 8, 8)), "9 CNY"));

        assertThat(decide(null, null).chosen().pool()).isEqualTo(QUEUE);
        assertThat(decide(Money.parse("10 CNY"), null).chosen().pool().pool()).isEqualTo("a100");
    }

    @Test
    void countsTheWaitUntilADeadlineAndTakesNoneThatNobodyForetells() {
        connect(queue(waiting(2), "7.8 CNY"));

        assertThat(decide(null, NOW.plus(Duration.ofHours(6))).placed()).isTrue();
        assertThat(decide(null, NOW.plus(Duration.ofHours(4))).dominant()).isEqualTo(Reason.DEADLINE);

        connect(queue(UNKNOWN, "7.8 CNY"));
        var decision = decide(null, NOW.plus(Duration.ofDays(60)));
        assertThat(decision.dominant()).isEqualTo(Reason.DEADLINE);
        assertThat(decision.refusals().getFirst().evidence()).contains("how long work waits in the queue");
    }

    @Test
    void aWaitThatNobodyForetellsIsNotNothing() {
        connect(queue(UNKNOWN, "1 CNY"), a100s("cloud", 1, histogram(nodes(1, 8, 8)), "9 CNY"));

        var decision = decide(null, null);

        assertThat(decision.chosen().pool().region().value()).isEqualTo("cloud");
        assertThat(decision.best().getLast().uncounted())
                .singleElement()
                .asString()
                .contains("the queue there");
    }

    @Test
    void goesByTheStartsThatWereSeenWhereTheRegionForetellsNothing() {
        connect(queue(UNKNOWN, "1 CNY"));
        book.record(
                QUEUE,
                new TrackRecord(null, null, new TrackRecord.Starts(Duration.ofHours(3), Duration.ofHours(9), 12)));

        var chosen = decide(null, null).chosen();

        assertThat(chosen.delay()).isEqualTo(Duration.ofHours(3));
        assertThat(chosen.uncounted()).isEmpty();
        assertThat(chosen.notes()).contains("waits in the queue there: 3h, nine of ten 9h at most (as 12 did)");
    }

    @Test
    void hasNoNodesToReserve() {
        connect(queue(UNKNOWN, "1 CNY"));

        assertThat(ReservationCheck.objection(
                        new Reservation(QUEUE, "demo", "met", 1, NOW, NOW.plusSeconds(60)), book, _ -> List.of(), NOW))
                .hasValueSatisfying(failure -> assertThat(failure.toString()).contains("places in a queue"));
    }
}
