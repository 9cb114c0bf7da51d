package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Asked;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reservations, as the leader makes them, lets them begin and ends them. */
class ReservingTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final PoolKey POOL = Pools.key("east", "a100");
    private static final Instant FROM = NOW.plus(Duration.ofHours(10));
    private static final Instant UNTIL = FROM.plus(Duration.ofHours(4));

    private final Random random = new Random(12);
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private final Coordinator coordinator = new Coordinator(new PlacementService(engine));
    private final RecordedLink east = new RecordedLink("east");
    private long sequence;

    private static Reservation demo(int nodes, Instant from, Instant until) {
        return new Reservation(POOL, "demo", "lab", nodes, from, until);
    }

    private static WorkloadSpec cards(int replicas, double hours) {
        return Specs.gang(replicas, 8, hours);
    }

    private static WorkloadSpec theirs(int replicas, double hours) {
        return Specs.of(
                "lab", Specs.but(cards(replicas, hours), draft -> draft.placement = draft.placement.on("demo")));
    }

    private void connect(Coordinator leader) {
        leader.turn(
                List.of(
                        new Event.Connected(region("east"), east),
                        report(NOW),
                        new Event.Synchronised(POOL.region(), east, Set.of("a100"), Set.of())),
                NOW);
    }

    private Event report(Instant now) {
        return new Event.PoolReported(
                east, a100s("east", ++sequence, new Histogram(List.of(nodes(4, 8, 8))), "7.8 CNY"), now);
    }

    private WorkloadId submit(WorkloadSpec spec, Instant now) {
        var id = WorkloadId.random(random);
        coordinator.turn(List.of(new Event.Accepted(Workload.accepted(id, spec, now))), now);
        return id;
    }

    private boolean runs(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state() instanceof WorkloadState.Underway;
    }

    private Reason reasonOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why().reason();
    }

    private String refused(Reservation wanted) {
        return coordinator.objection(wanted, NOW).map(Failure::getMessage).orElse("");
    }

    @Test
    void aReservationIsDurableAndOutlivesTheLeader() {
        connect(coordinator);
        var wanted = demo(3, FROM, UNTIL);

        var made = coordinator.turn(List.of(new Event.Reserve(wanted)), NOW);
        assertThat(made.changes().reservations()).containsExactly(Map.entry(wanted.key(), Optional.of(wanted)));

        var successor = new Coordinator(new PlacementService(engine));
        successor.recover(List.of(new KnownRegion(region("east"), null)), List.of(wanted), List.of(), Map.of());
        connect(successor);
        assertThat(successor.view().pools().getFirst().reservations().coming()).containsExactly(wanted);

        var begun = successor.turn(List.of(report(FROM)), FROM);
        assertThat(begun.changes().isEmpty()).isTrue();
        assertThat(successor.view().pools().getFirst().reservations().begun()).containsExactly(wanted);

        var over = successor.turn(List.of(report(UNTIL)), UNTIL);
        assertThat(over.changes().reservations()).containsExactly(Map.entry(wanted.key(), Optional.empty()));
        assertThat(successor.view().pools().getFirst().reservations().isEmpty()).isTrue();
    }

    @Test
    void whatWaitsForItStartsWhenItBeginsAndWhatWaitsForItsEndThen() {
        connect(coordinator);
        coordinator.turn(List.of(new Event.Reserve(demo(3, FROM, UNTIL))), NOW);
        var theirs = submit(theirs(2, 4.0), NOW);
        var others = submit(cards(2, 11.0), NOW);
        assertThat(reasonOf(theirs)).isEqualTo(Reason.HELD_FOR_RESERVATION);
        assertThat(reasonOf(others)).isEqualTo(Reason.HELD_FOR_RESERVATION);

        coordinator.turn(List.of(report(FROM)), FROM);
        assertThat(runs(theirs)).isTrue();
        assertThat(runs(others)).isFalse();

        coordinator.turn(List.of(report(UNTIL)), UNTIL);
        assertThat(runs(others)).isTrue();
    }

    @Test
    void whatWaitedForItGoesOnWhenItIsTakenBack() {
        connect(coordinator);
        var wanted = demo(3, FROM, UNTIL);
        coordinator.turn(List.of(new Event.Reserve(wanted)), NOW);
        var others = submit(cards(2, 11.0), NOW);
        assertThat(runs(others)).isFalse();

        var outcome = coordinator.turn(List.of(new Event.Unreserve(wanted.key())), NOW);

        assertThat(outcome.changes().reservations()).containsExactly(Map.entry(wanted.key(), Optional.empty()));
        assertThat(runs(others)).isTrue();
    }

    @Test
    void aStartIsForetoldForWhenItBeginsAndForWhenItIsOver() {
        connect(coordinator);
        coordinator.turn(List.of(new Event.Reserve(demo(3, FROM, UNTIL))), NOW);

        assertThat(forecast(theirs(3, 1.0))).isEqualTo(FROM);
        assertThat(forecast(cards(2, 11.0))).isEqualTo(UNTIL);
    }

    private Instant forecast(WorkloadSpec spec) {
        return engine.forecast(coordinator.view(), Asked.of(spec), coordinator::occupants, NOW)
                .orElseThrow()
                .at();
    }

    @Test
    void whatCannotBeReservedIsRefusedWithTheNumbers() {
        assertThat(refused(demo(1, FROM, UNTIL))).isEqualTo("no pool \"east/a100\"");
        connect(coordinator);

        assertThat(refused(demo(1, NOW.minusSeconds(61), UNTIL)))
                .isEqualTo("reservation.from: is in the past: " + NOW.minusSeconds(61) + ", it is " + NOW);
        assertThat(refused(demo(5, FROM, UNTIL))).isEqualTo("reservation.nodes: is 5, pool east/a100 has 4 nodes");
        assertThat(runs(submit(cards(2, 11.0), NOW))).isTrue();
        assertThat(refused(demo(3, FROM, UNTIL)))
                .startsWith("of the 4 nodes of pool east/a100, 2 can be reserved from " + FROM + " until " + UNTIL
                        + ", 3 are asked for");

        coordinator.turn(List.of(new Event.Reserve(demo(2, FROM, UNTIL))), NOW);
        assertThat(refused(demo(1, FROM, UNTIL))).contains("has a reservation demo already, of tenant lab");
        for (int i = 1; i < Reservation.MOST_IN_A_POOL; i++) {
            var day = FROM.plus(Duration.ofDays(i));
            var another = new Reservation(POOL, "n" + i, "lab", 1, day, day.plusSeconds(60));
            coordinator.turn(List.of(new Event.Reserve(another)), NOW);
        }
        assertThat(refused(new Reservation(POOL, "last", "lab", 1, FROM, UNTIL)))
                .isEqualTo("reservation.name: pool east/a100 has 16 reservations, at most 16 are allowed; take one"
                        + " back");
        var late = new Event.Reserve(new Reservation(POOL, "last", "lab", 1, FROM, UNTIL));
        assertThat(coordinator.turn(List.of(late), NOW).changes().isEmpty()).isTrue();
    }

    @Test
    void whereWorkRunsLongerThanExpectedTheShortfallShows() {
        connect(coordinator);
        assertThat(runs(submit(cards(2, 9.0), NOW))).isTrue();
        coordinator.turn(List.of(new Event.Reserve(demo(3, FROM, UNTIL))), NOW);
        assertThat(shortfall()).isZero();

        coordinator.turn(List.of(), FROM);

        assertThat(shortfall()).isEqualTo(1);
    }

    private long shortfall() {
        var reserve = Objects.requireNonNull(coordinator.reserves().get(POOL));
        return reserve.shortfall(reserve.holds().getFirst());
    }
}
