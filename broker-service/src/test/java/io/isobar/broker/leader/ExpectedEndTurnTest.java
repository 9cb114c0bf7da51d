package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Four nodes of eight cards: work of an hour has two, and a gang of four waits for it. */
class ExpectedEndTurnTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final PoolKey POOL = Pools.key("east", "a100");

    private final Random random = new Random(5);
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private final RecordedLink east = new RecordedLink("east");
    private Coordinator leader = new Coordinator(new PlacementService(engine));
    private Instant now = NOW;
    private int free = 4;
    private long sequence;

    private Outcome turn(Event... events) {
        return leader.turn(List.of(events), now);
    }

    private void connect(AttemptId... known) {
        turn(
                new Event.Connected(region("east"), east),
                report(),
                new Event.Synchronised(POOL.region(), east, Set.of("a100"), Set.of(known)));
    }

    private Event report() {
        return new Event.PoolReported(
                east,
                a100s(
                        "east",
                        ++sequence,
                        new Histogram(
                                free == 4
                                        ? List.of(nodes(4, 8, 8))
                                        : List.of(nodes(free, 8, 8), nodes(4 - free, 8, 0))),
                        "7.8 CNY"),
                now);
    }

    private WorkloadId submit(WorkloadSpec spec) {
        var id = WorkloadId.random(random);
        // In the order of submission, and not of their names.
        turn(new Event.Accepted(Workload.accepted(id, spec, now.plusMillis(sequence))), report());
        return id;
    }

    private static WorkloadSpec cards(int replicas, double hours) {
        return Specs.gang(replicas, 8, hours);
    }

    /** It begins at once, and says that nothing is done. */
    private AttemptId runs(WorkloadSpec spec) {
        var attempt = new AttemptId(submit(spec), 1);
        free -= spec.replicas();
        turn(new Event.Admitted(POOL.region(), east, attempt, sequence + 1));
        turn(reported(attempt, Report.Phase.RUNNING, null), report());
        said(attempt, 0);
        return attempt;
    }

    private Event reported(AttemptId attempt, Report.Phase phase, Report.@Nullable RegionEnd end) {
        return new Event.Reported(east, new Report(POOL.region(), attempt, phase, ++sequence, NOW, end, sequence + 1));
    }

    private void said(AttemptId attempt, long steps) {
        turn(new Event.Progressed(POOL.region(), east, attempt, steps, 1_000L, now), report());
    }

    private Instant shadowTime() {
        return Objects.requireNonNull(leader.holds().iterator().next().shadowTime());
    }

    private boolean runs(WorkloadId id) {
        return leader.workload(id).orElseThrow().state() instanceof WorkloadState.Underway;
    }

    private static Instant minutes(int minutes) {
        return NOW.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void whatRunsAtHalfTheSpeedMakesTheGangExpectItsRoomLaterAndLetsInWhatEndsBefore() {
        connect();
        var slow = runs(cards(2, 1));
        submit(cards(4, 1));
        var small = submit(cards(1, 1.25));
        assertThat(shadowTime()).isEqualTo(minutes(60));
        assertThat(runs(small)).as("it would end after that").isFalse();

        now = minutes(30);
        said(slow, 250);

        assertThat(shadowTime()).isBetween(minutes(110), minutes(121));
        assertThat(runs(small)).as("30 min and 75 min are before that").isTrue();
        assertThat(leader.occupants(POOL))
                .anySatisfy(occupant ->
                        assertThat(occupant.giveOrTake()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(50)));
    }

    @Test
    void whatRunsAtTwiceTheSpeedMakesTheGangExpectItsRoomSoonerAndKeepsOutWhatWouldDelayIt() {
        connect();
        var fast = runs(cards(2, 1));
        submit(cards(4, 1));
        now = minutes(15);
        said(fast, 500);

        var small = submit(cards(1, 0.5));

        assertThat(shadowTime()).isBetween(minutes(29), minutes(33));
        assertThat(runs(small)).isFalse();
        assertThat(leader.workload(small).orElseThrow().state().why().reason()).isEqualTo(Reason.HELD_FOR_ANOTHER);
    }

    /** What is said changes in steps, and nothing is judged anew for less. */
    @Test
    void aRateThatWavesALittleMovesNothing() {
        connect();
        var steady = runs(cards(2, 1));
        submit(cards(4, 1));
        now = minutes(20);
        said(steady, 333);
        var first = shadowTime();

        for (int minute = 21; minute < 50; minute++) {
            now = minutes(minute).plusSeconds(minute % 2 == 0 ? 7 : 0);
            said(steady, minute * 1_000L / 60);
            assertThat(shadowTime()).isEqualTo(first);
        }
    }

    @Test
    void theNextLeaderExpectsTheSame() {
        connect();
        var slow = runs(cards(2, 1));
        submit(cards(4, 1));
        now = minutes(30);
        said(slow, 250);
        var expected = shadowTime();
        var live = List.of(slow.workload(), leader.holds().iterator().next().holder()).stream()
                .map(id -> leader.workload(id).orElseThrow())
                .toList();

        leader = new Coordinator(new PlacementService(engine));
        leader.recover(List.of(new KnownRegion(region("east"), null)), List.of(), live, Map.of());
        connect(slow);
        turn(reported(slow, Report.Phase.RUNNING, null), report());

        assertThat(shadowTime()).isEqualTo(expected);
    }
}
