package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreemptionTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final ReplicaShape CARD = new ReplicaShape(1, 1_000, 0);
    private static final ReplicaShape NODE = new ReplicaShape(8, 8_000, 0);

    private int numbers;

    private static Forecast.Place place(PoolReport report, ReplicaShape shape, int replicas) {
        var book = new CapacityBook();
        book.connected(Pools.region(report.key().region().value()), NOW);
        book.report(report, NOW);
        book.synchronised(report.key().region(), Set.of(report.key().pool()));
        return new Forecast.Place(book.pool(report.key()).orElseThrow(), shape, replicas, null);
    }

    /** Four nodes that are full. */
    private static Forecast.Place full(ReplicaShape shape, int replicas) {
        return place(a100s("east", 1, histogram(nodes(4, 8, 0)), "7.8 CNY"), shape, replicas);
    }

    private Occupant occupant(ReplicaShape shape, int replicas, int priority, String perHour, int hours) {
        return occupant(shape, replicas, priority, perHour, hours, null, true);
    }

    private Occupant occupant(
            ReplicaShape shape,
            int replicas,
            int priority,
            String perHour,
            int hours,
            @Nullable Checkpoint checkpoint,
            boolean restartable) {
        return new Occupant(
                new AttemptId(new WorkloadId(String.format("w-%010d", ++numbers)), 1),
                "tenant",
                shape,
                replicas,
                priority,
                Money.parse(perHour + " CNY"),
                checkpoint,
                NOW.minus(Duration.ofHours(hours)),
                null,
                false,
                restartable,
                null);
    }

    private static Optional<Preemption> of(Forecast.Place place, int priority, Occupant... occupants) {
        return Preemption.in(place, List.of(occupants), Claimant.of(priority), CNY, NOW);
    }

    @Test
    void takesNobodysPlaceInAQueueForNoNodeComesOfIt() {
        var low = occupant(NODE, 4, 0, "62.4", 1);
        var nodes = a100s("east", 1, histogram(nodes(4, 8, 0)), "7.8 CNY");
        var queue = Pools.queue(nodes.key(), nodes, new SiteQueue(null));

        assertThat(of(place(nodes, NODE, 1), 10, low)).isPresent();
        assertThat(of(place(queue, NODE, 1), 10, low)).isEmpty();
    }

    @Test
    void theLeastWorkIsLost() {
        var longRun = occupant(NODE, 1, 0, "10", 9);
        var shortRun = occupant(NODE, 1, 0, "10", 1);
        var saved = occupant(
                NODE,
                1,
                0,
                "10",
                9,
                new Checkpoint("s3://x", Duration.ofMinutes(10), null, Duration.ofMinutes(5)),
                true);

        var one = of(full(NODE, 1), 1, longRun, shortRun, saved).orElseThrow();
        assertThat(one.victims()).containsExactly(saved);
        assertThat(one.cost()).isEqualTo(Money.parse("2.5 CNY"));

        assertThat(of(full(NODE, 2), 1, longRun, shortRun, saved).orElseThrow().victims())
                .containsExactlyInAnyOrder(saved, shortRun);
    }

    @Test
    void onlyLowerPrioritiesAndOnlyWhatMayBeTriedAgainMakeRoom() {
        var equal = occupant(NODE, 4, 5, "1", 1);
        var once = occupant(NODE, 4, 0, "1", 1, null, false);

        assertThat(of(full(NODE, 1), 5, equal)).isEmpty();
        assertThat(of(full(NODE, 1), 5, once)).isEmpty();
        assertThat(of(full(NODE, 1), 6, equal)).isPresent();
    }

    @Test
    void nobodyIsStoppedWhereTheRoomThatIsLeftMayBeInPieces() {
        var cards = new Occupant[32];
        Arrays.setAll(cards, i -> occupant(CARD, 1, 0, "1", 1));

        assertThat(of(full(NODE, 1), 1, cards)).isEmpty();
        assertThat(of(full(CARD, 3), 1, cards).orElseThrow().victims()).hasSize(3);
    }

    @Test
    void onASingleNodeWhatIsFreeAddsUp() {
        var wanted = new ReplicaShape(0, 3_000, 0);
        var core = new ReplicaShape(0, 1_000, 0);
        var place = place(machine("east", 1, 4, 1), wanted, 1);

        var found =
                of(place, 1, occupant(core, 1, 0, "3", 1), occupant(core, 1, 0, "1", 1), occupant(core, 1, 0, "2", 1));

        assertThat(found.orElseThrow().cost()).isEqualTo(Money.parse("3 CNY"));
    }

    @Test
    void whatLeavesAlreadyIsEnough() {
        var leaving = occupant(NODE, 2, 0, "1", 1);
        var stopping = new Occupant(
                leaving.attempt(),
                leaving.tenant(),
                leaving.shape(),
                leaving.replicas(),
                leaving.priority(),
                leaving.pricePerHour(),
                null,
                leaving.since(),
                null,
                true,
                true,
                null);

        assertThat(of(full(NODE, 2), 1, stopping, occupant(NODE, 2, 0, "1", 1))
                        .orElseThrow()
                        .victims())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyoneThatIsStoppedIsNeeded(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            var occupants = new ArrayList<Occupant>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                var shape = random.nextBoolean() ? NODE : CARD;
                occupants.add(occupant(
                        shape,
                        1 + random.nextInt(3),
                        random.nextInt(3),
                        "" + (1 + random.nextInt(9)),
                        random.nextInt(9)));
            }
            int wanted = 1 + random.nextInt(4);
            var found = Preemption.in(full(NODE, wanted), occupants, Claimant.of(2), CNY, NOW);
            var able = occupants.stream()
                    .filter(one -> one.priority() < 2 && one.shape().equals(NODE))
                    .mapToInt(Occupant::replicas)
                    .sum();
            assertThat(found.isPresent()).as("seed %s, run %s", seed, run).isEqualTo(able >= wanted);
            found.ifPresent(preemption -> {
                int freed = preemption.victims().stream()
                        .mapToInt(Occupant::replicas)
                        .sum();
                assertThat(preemption.victims()).allSatisfy(victim -> {
                    assertThat(victim.priority()).isLessThan(2);
                    assertThat(freed - victim.replicas())
                            .as("seed %s: without one of %s", seed, preemption)
                            .isLessThan(wanted);
                });
            });
        }
    }
}
