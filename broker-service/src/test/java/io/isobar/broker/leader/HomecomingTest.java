package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a leader says of work that waits while its regions are still coming back. */
class HomecomingTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final SilenceRule RULE = new SilenceRule(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(2));

    private final Random random = new Random(17);
    private final Coordinator leader = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))),
            LeaderObserver.BLIND,
            RULE);
    private final Workload fresh = Workload.accepted(WorkloadId.random(random), Specs.command(1), Pools.NOW);
    private final Workload waits = Lifecycle.keepWaiting(
                    Workload.accepted(WorkloadId.random(random), Specs.command(8), Pools.NOW),
                    Reason.INSUFFICIENT_CAPACITY,
                    "all is taken")
            .workload();
    private Instant now = Pools.NOW;

    private void begin(Workload... live) {
        leader.recover(
                List.of(new KnownRegion(region("east"), null), new KnownRegion(region("west"), null)),
                List.of(),
                List.of(live),
                Map.of());
    }

    private Outcome turn(Event... events) {
        return leader.turn(List.of(events), now);
    }

    private Event[] back(String name, int freeCores) {
        var link = new RecordedLink(name);
        var pool = machine(name, 1, 8, freeCores);
        return new Event[] {
            new Event.Connected(region(name), link),
            new Event.PoolReported(link, pool, now),
            new Event.Synchronised(new RegionName(name), link, Set.of(pool.key().pool()), Set.of())
        };
    }

    private static Reason why(Outcome outcome, Workload workload) {
        return Objects.requireNonNull(outcome.changes().workloads().get(workload.id()))
                .state()
                .why()
                .reason();
    }

    @Test
    void whatWaitedForCapacityIsNotWrittenAnewWhileRegionsComeBack() {
        begin(waits);
        assertThat(turn().changes().workloads()).isEmpty();
        assertThat(turn(back("east", 0)).changes().workloads()).isEmpty();
        assertThat(turn(back("west", 0)).changes().workloads()).isEmpty();
    }

    @Test
    void itIsPlacedWhereTheFirstThatIsBackHasRoomForIt() {
        begin(waits);
        turn();
        assertThat(turn(back("east", 8)).commands()).anyMatch(command -> command instanceof Command.Reserve);
    }

    @Test
    void whoIsNotBackInTimeIsSaidToBeAway() {
        begin(waits);
        turn();
        now = now.plus(RULE.lostAfter()).minusMillis(1);
        assertThat(turn().changes().workloads()).isEmpty();
        now = now.plusMillis(1);
        assertThat(why(turn(), waits)).isEqualTo(Reason.NO_POOL_FITS);
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongIt() {
        begin(waits);
        turn();
        now = now.minus(Duration.ofHours(1));
        assertThat(why(turn(), waits)).isEqualTo(Reason.NO_POOL_FITS);
    }

    @Test
    void whatNobodyHasLookedAtYetIsToldAtOnce() {
        begin();
        assertThat(why(turn(new Event.Accepted(fresh)), fresh)).isNotEqualTo(Reason.ACCEPTED);
    }
}
