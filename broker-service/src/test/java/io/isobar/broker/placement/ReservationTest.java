package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool of four nodes with eight cards each, unless said otherwise. */
class ReservationTest {
    private static final Instant ONE = NOW.plus(minutes(60));
    private static final Instant TWO = NOW.plus(minutes(120));

    private final Yard yard = new Yard(4, 1);

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static WorkloadSpec cards(int replicas, int cards, @Nullable Duration limit) {
        return Specs.but(Specs.gang(replicas, cards, null), draft -> draft.timeLimit = limit);
    }

    private static WorkloadSpec on(String reservation, WorkloadSpec spec) {
        return Specs.of("lab", Specs.but(spec, draft -> draft.placement = draft.placement.on(reservation)));
    }

    private static Reservation reservation(String name, int nodes, Instant from, Instant until) {
        return new Reservation(Yard.POOL, name, "lab", nodes, from, until);
    }

    private Reason reasonOf(WorkloadSpec spec) {
        return Objects.requireNonNull(yard.plan(spec).dominant());
    }

    @Test
    void beforeItBeginsWhatEndsInTimeGoesAheadAndWhatDoesNotWaits() {
        yard.reserve(reservation("demo", 4, ONE, TWO));
        var early = yard.submit(cards(2, 8, minutes(60)), minutes(60));
        var late = yard.submit(cards(1, 8, minutes(61)), minutes(61));
        var unknown = yard.submit(cards(1, 8, null), minutes(10));
        yard.place();

        assertThat(yard.started).containsOnlyKeys(early);
        assertThat(yard.waits).containsOnlyKeys(late, unknown);
        var why = Objects.requireNonNull(yard.waits.get(late));
        assertThat(why.dominant()).isEqualTo(Reason.HELD_FOR_RESERVATION);
        assertThat(why.summary())
                .contains("4 nodes are kept for reservation demo of tenant lab from " + ONE + " until " + TWO)
                .contains("this may run until " + NOW.plus(minutes(61)) + " on up to 1 node, 0 can be spared");
    }

    @Test
    void whatIsNotReservedIsForAnybody() {
        yard.reserve(reservation("demo", 3, ONE, TWO));
        var first = yard.submit(cards(1, 8, null), minutes(600));
        var second = yard.submit(cards(1, 8, null), minutes(600));
        yard.place();

        assertThat(yard.started).containsKey(first).doesNotContainKey(second);
    }

    @Test
    void fromWhenItBeginsUntilItEndsItsNodesAreItsTenants() {
        yard.reserve(reservation("demo", 3, ONE, TWO));
        var theirs = yard.submit(on("demo", cards(3, 8, minutes(60))), minutes(60));
        yard.place();
        assertThat(yard.started).isEmpty();
        assertThat(Objects.requireNonNull(yard.waits.get(theirs)).summary())
                .contains("reservation demo of 3 nodes begins at " + ONE + " and ends at " + TWO);

        yard.passTo(ONE);
        var small = yard.submit(cards(1, 8, null), minutes(600));
        var others = yard.submit(cards(2, 8, minutes(1)), minutes(1));
        var without = yard.submit(Specs.of("lab", cards(1, 8, minutes(1))), minutes(1));
        yard.place();

        assertThat(yard.started).containsOnlyKeys(theirs, small);
        assertThat(yard.waits).containsOnlyKeys(others, without);
        assertThat(yard.started.get(theirs)).isEqualTo(ONE);
    }

    @Test
    void itsTenantHasNoMoreOfItThanWasReserved() {
        yard.reserve(reservation("demo", 1, NOW, TWO));
        var pieces = on("demo", cards(3, 2, minutes(30)));
        yard.submit(pieces, minutes(30));
        yard.place();

        // Two cards are left of the node's eight.
        assertThat(yard.started).hasSize(1);
        assertThat(yard.plan(on("demo", cards(1, 2, minutes(30)))).placed()).isTrue();
        var more = yard.plan(pieces);
        assertThat(more.dominant()).isEqualTo(Reason.HELD_FOR_RESERVATION);
        assertThat(more.summary())
                .contains("reservation demo of 1 node until " + TWO + " has 1 in use; with this it would be 2");
    }

    @Test
    void whatWouldOutliveItIsLetInOnlyWhereItWouldBeWithoutIt() {
        yard.reserve(reservation("demo", 3, NOW, TWO));

        assertThat(yard.plan(on("demo", cards(3, 8, minutes(120)))).placed()).isTrue();
        var late = yard.plan(on("demo", cards(3, 8, minutes(121))));
        assertThat(late.dominant()).isEqualTo(Reason.HELD_FOR_RESERVATION);
        assertThat(late.refusals().getFirst().remedy()).isEqualTo("Set spec.timeLimit to 2h or less.");
        assertThat(yard.plan(on("demo", cards(1, 8, null))).placed()).isTrue();
    }

    @Test
    void onceItIsOverItIsGone() {
        yard.reserve(reservation("demo", 4, NOW, TWO));
        var waits = yard.submit(cards(2, 8, null), minutes(30));
        var theirs = yard.submit(on("demo", cards(1, 8, minutes(30))), minutes(600));
        yard.place();
        assertThat(yard.started).containsOnlyKeys(theirs);

        yard.passTo(TWO);
        yard.place();

        assertThat(yard.started).containsOnlyKeys(theirs, waits);
        assertThat(reasonOf(on("demo", cards(1, 8, minutes(30))))).isEqualTo(Reason.RESERVATION_UNKNOWN);
    }

    @Test
    void aNameThatSomebodyElseReservedIsUnknownToATenant() {
        yard.reserve(reservation("demo", 2, NOW, TWO));
        var theirs = on("demo", cards(1, 8, minutes(10)));

        assertThat(yard.plan(theirs).chosen().notes())
                .contains("on nodes of reservation demo of 2 nodes, which is until " + TWO);
        assertThat(reasonOf(Specs.of("another", theirs))).isEqualTo(Reason.RESERVATION_UNKNOWN);
        assertThat(reasonOf(on("other", cards(1, 8, minutes(10))))).isEqualTo(Reason.RESERVATION_UNKNOWN);
    }

    @Test
    void reservationsOfOneTimeAreKeptTogether() {
        yard.reserve(reservation("a", 2, ONE, TWO.plus(minutes(60))));
        yard.reserve(reservation("b", 2, TWO, TWO.plus(minutes(120))));

        // Between one and two only the first is kept, then both.
        assertThat(yard.plan(cards(2, 8, minutes(120))).placed()).isTrue();
        assertThat(yard.plan(cards(1, 8, minutes(121))).placed()).isFalse();
        assertThat(yard.reservable(reservation("c", 1, ONE, TWO))).isEqualTo(2);
        assertThat(yard.reservable(reservation("c", 1, ONE, TWO.plusSeconds(1))))
                .isZero();
        assertThat(yard.reservable(reservation("c", 1, TWO.plus(minutes(60)), TWO.plus(minutes(90)))))
                .isEqualTo(2);
    }

    @Test
    void whatMayStillRunThenCannotBeReserved() {
        yard.submit(cards(2, 8, minutes(60)), minutes(60));
        yard.submit(cards(1, 8, null), minutes(60));
        yard.place();

        assertThat(yard.reservable(reservation("demo", 1, NOW, TWO))).isEqualTo(1);
        assertThat(yard.reservable(reservation("demo", 1, ONE, TWO))).isEqualTo(3);
    }

    @Test
    void manyPiecesHaveNoMoreNodesThanAreInUse() {
        // They are on four nodes at most, and the pool has eight.
        var large = new Yard(8, 1);
        for (int piece = 0; piece < 4; piece++) {
            large.submit(cards(1, 1, null), minutes(600));
            large.place();
        }
        long inUse = 8 - large.emptyNodes();

        assertThat(large.reservable(reservation("demo", 1, ONE, TWO))).isEqualTo(8 - inUse);
    }

    @Test
    void nobodyIsStoppedForWorkThatWhatIsReservedKeepsOutEvenSo() {
        yard.reserve(reservation("demo", 1, ONE, TWO));
        for (int node = 0; node < 3; node++) {
            yard.submit(cards(1, 8, null), minutes(600));
        }
        yard.place();
        assertThat(yard.started).hasSize(3);
        var late = yard.submit(Specs.but(cards(2, 8, null), draft -> draft.priority = 9), minutes(600));
        yard.place();
        assertThat(yard.preempted).isEmpty();

        yard.cancel(late);
        yard.submit(Specs.but(cards(2, 8, minutes(60)), draft -> draft.priority = 9), minutes(60));
        yard.place();

        assertThat(yard.preempted).hasSize(1);
    }

    @Test
    void aGangThatMustWaitForTheEndOfAReservationLetsOthersInUntilThen() {
        yard.reserve(reservation("demo", 3, NOW, TWO));
        var gang = yard.submit(cards(4, 8, minutes(60)), minutes(60));
        var small = yard.submit(cards(1, 8, minutes(110)), minutes(110));
        var late = yard.submit(cards(1, 8, minutes(130)), minutes(130));
        yard.place();
        assertThat(yard.started).containsOnlyKeys(small);

        yard.passTo(TWO);
        yard.place();

        assertThat(yard.started).containsKey(gang).doesNotContainKey(late);
    }

    /**
     * Whatever comes between, at the time at which a reservation begins so many nodes are empty, and its tenant's work starts on them at
     * once, as long as all ends when it should.
     */
    @ParameterizedTest
    @ValueSource(
            longs = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                29, 30
            })
    void whatIsReservedIsThereWhenItBegins(long seed) {
        var random = new Random(seed);
        var from = NOW.plus(minutes(30 + random.nextInt(240)));
        var until = from.plus(minutes(120));
        Yard busy;
        int most;
        do {
            busy = busy(random, seed);
            var before = reservation("before", 1 + random.nextInt(3), NOW.plus(minutes(20)), from.plus(minutes(30)));
            if (busy.reservable(before) >= before.nodes()) {
                busy.reserve(before);
            }
            most = (int) busy.reservable(reservation("demo", 1, from, until));
            // Where all that runs may run for ever, nothing can be reserved.
        } while (most == 0);
        int reserved = 1 + random.nextInt(most);
        busy.reserve(reservation("demo", reserved, from, until));
        for (var next = busy.now; next.isBefore(from); next = next.plus(minutes(1 + random.nextInt(20)))) {
            busy.passTo(next);
            submitSome(busy, random);
            submitSome(busy, random);
            if (random.nextInt(8) == 0) {
                busy.submit(on("before", cards(1, 8, minutes(10))), minutes(10));
            }
            busy.place();
        }
        busy.passTo(from);
        var theirs = busy.submit(on("demo", cards(reserved, 8, minutes(120))), minutes(120));

        busy.place();

        assertThat(busy.started.get(theirs)).as("seed %s", seed).isEqualTo(from);
    }

    private static Yard busy(Random random, long seed) {
        int nodes = 3 + random.nextInt(8);
        var busy = new Yard(nodes, seed);
        for (int any = random.nextInt(2 * nodes); any > 0; any--) {
            submitSome(busy, random);
            busy.place();
        }
        return busy;
    }

    /** Small work and gangs, some in pieces of nodes; of some nobody knows how long they run, and some are more urgent. */
    private static void submitSome(Yard yard, Random random) {
        var length = minutes(1 + random.nextInt(200));
        boolean known = random.nextInt(4) > 0;
        int replicas = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
        int cards = random.nextInt(3) == 0 ? 8 : 1 + random.nextInt(4);
        int priority = random.nextInt(6) == 0 ? 5 : 0;
        yard.submit(
                Specs.but(cards(replicas, cards, known ? length : null), draft -> draft.priority = priority), length);
    }
}
