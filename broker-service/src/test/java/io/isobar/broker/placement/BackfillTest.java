package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool of four nodes with eight cards each, unless said otherwise. */
class BackfillTest {
    private final Yard yard = new Yard(4, 1);

    private static WorkloadSpec cards(int replicas, int cards, @Nullable Duration limit) {
        return Specs.but(Specs.gang(replicas, cards, null), draft -> draft.timeLimit = limit);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void whatEndsBeforeTheGangCanStartGoesAheadAndWhatDoesNotWaits() {
        yard.submit(cards(2, 8, minutes(60)), minutes(60));
        yard.place();
        var gang = yard.submit(cards(4, 8, minutes(60)), minutes(60));
        var early = yard.submit(cards(1, 8, minutes(60)), minutes(60));
        var late = yard.submit(cards(1, 8, minutes(61)), minutes(61));
        yard.place();

        assertThat(yard.started).containsKey(early).doesNotContainKeys(gang, late);
        var why = Objects.requireNonNull(yard.waits.get(late));
        assertThat(why.dominant()).isEqualTo(Reason.HELD_FOR_ANOTHER);
        assertThat(why.summary())
                .contains(gang.value())
                .contains("2026-11-25T09:00:00Z")
                .contains("2026-11-25T09:01:00Z");
    }

    @Test
    void whatTheGangDoesNotNeedIsForAnybody() {
        yard.submit(cards(2, 8, minutes(60)), minutes(60));
        yard.place();
        yard.submit(cards(3, 8, minutes(60)), minutes(60));
        var first = yard.submit(cards(1, 8, null), minutes(600));
        var second = yard.submit(cards(1, 8, null), minutes(600));
        yard.place();

        assertThat(yard.started).containsKey(first).doesNotContainKey(second);
    }

    @Test
    void whereNobodyKnowsWhenWorkEndsTheGangStillStarts() {
        yard.submit(cards(4, 8, null), minutes(60));
        yard.place();
        var gang = yard.submit(cards(4, 8, null), minutes(60));
        var small = yard.submit(cards(1, 1, null), minutes(600));
        yard.place();
        yard.passToNextEnd();
        yard.place();

        assertThat(yard.started).containsKey(gang).doesNotContainKey(small);
    }

    @Test
    void whatWasKeptIsFreeAgainWhenTheGangIsCancelled() {
        yard.submit(cards(2, 8, null), minutes(60));
        yard.place();
        var gang = yard.submit(cards(4, 8, null), minutes(60));
        var small = yard.submit(cards(1, 8, null), minutes(60));
        yard.place();
        assertThat(yard.started).doesNotContainKey(small);

        yard.cancel(gang);
        yard.place();

        assertThat(yard.started).containsKey(small);
    }

    @Test
    void nothingIsKeptForWorkThatWouldNotRunThereEitherIfThePoolWereEmpty() {
        yard.submit(cards(2, 8, null), minutes(60));
        yard.place();
        yard.submit(cards(5, 8, null), minutes(60));
        yard.submit(
                Specs.but(
                        cards(4, 8, null),
                        draft -> draft.placement =
                                new PlacementRules(List.of(), List.of(), null, List.of(), Money.parse("1 CNY"))),
                minutes(60));
        var small = yard.submit(cards(2, 8, null), minutes(60));
        yard.place();

        assertThat(yard.started).containsKey(small);
    }

    @Test
    void aPlanShowsWhatIsKeptForOthers() {
        yard.submit(cards(2, 8, minutes(60)), minutes(60));
        yard.place();
        yard.submit(cards(4, 8, null), minutes(60));
        yard.place();

        assertThat(yard.plan(cards(1, 8, minutes(90))).dominant()).isEqualTo(Reason.HELD_FOR_ANOTHER);
        assertThat(yard.plan(cards(1, 8, minutes(30))).placed()).isTrue();
    }

    @Test
    void whatHasAHigherPriorityIsServedFirst() {
        var usual = yard.submit(cards(3, 8, null), minutes(60));
        var low = yard.submit(Specs.but(cards(1, 8, null), draft -> draft.priority = -1), minutes(60));
        var high = yard.submit(
                Specs.but(Specs.of("another", cards(2, 8, null)), draft -> draft.priority = 7), minutes(60));
        yard.place();

        assertThat(yard.started).containsKey(high).doesNotContainKeys(usual, low);
    }

    @Test
    void whatCountsMoreTakesThePlaceOfWhatCountsLess() {
        var low = yard.submit(cards(3, 8, null), minutes(60));
        var usual = yard.submit(Specs.but(cards(1, 8, null), draft -> draft.priority = 5), minutes(60));
        yard.place();
        var equal = yard.submit(cards(2, 8, null), minutes(60));
        yard.place();
        assertThat(yard.preempted).isEmpty();
        var high = yard.submit(Specs.but(cards(2, 8, null), draft -> draft.priority = 5), minutes(60));
        yard.place();

        assertThat(yard.preempted).containsExactly(low);
        assertThat(yard.started).containsKeys(high, usual).doesNotContainKey(equal);
    }

    @Test
    void whoFindsEveryPoolKeptForOthersIsTheNextToHaveOne() {
        yard.submit(cards(4, 8, null), minutes(60));
        yard.place();
        var urgent = yard.submit(Specs.but(cards(3, 8, null), draft -> draft.priority = 5), minutes(60));
        var gang = yard.submit(cards(4, 8, null), minutes(60));
        yard.place();
        yard.place();
        var later = yard.submit(cards(1, 8, null), minutes(60));
        yard.place();
        assertThat(yard.started).containsKey(urgent).doesNotContainKeys(gang, later);

        yard.passToNextEnd();
        yard.place();

        assertThat(yard.started).containsKey(gang);
    }

    @Test
    void nobodyMakesRoomForWorkThatDoesNotFitEvenSo() {
        yard.submit(cards(1, 8, null), minutes(60));
        yard.submit(Specs.but(cards(3, 8, null), draft -> draft.priority = 9), minutes(60));
        yard.place();
        yard.submit(Specs.but(cards(2, 8, null), draft -> draft.priority = 5), minutes(60));
        yard.place();

        assertThat(yard.preempted).isEmpty();
    }

    /**
     * All that starts before the gang ends before it could start, or leaves it the nodes that it needs, so that it starts at the latest
     * when the last of what ran before it came has ended. Without that, the stream of small work would never let it in.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aGangStartsAtTheLatestWhenAllThatRanBeforeItHasEnded(long seed) {
        var random = new Random(seed);
        int nodes = 3 + random.nextInt(6);
        var busy = new Yard(nodes, seed);
        while (busy.waits.isEmpty()) {
            submitSmall(busy, random);
            busy.place();
        }
        busy.waits.keySet().forEach(busy::cancel);
        var gang = busy.submit(cards(1 + random.nextInt(nodes), 8, minutes(60)), minutes(60));
        var latest = busy.lastEnd();
        busy.place();

        for (int step = 0; step < 2_000 && !busy.started.containsKey(gang); step++) {
            submitSmall(busy, random);
            submitSmall(busy, random);
            busy.place();
            busy.passToNextEnd();
            busy.place();
        }

        assertThat(busy.started).as("seed %s", seed).containsKey(gang);
        assertThat(busy.started.get(gang)).as("seed %s", seed).isBeforeOrEqualTo(latest);
    }

    private static void submitSmall(Yard yard, Random random) {
        var length = minutes(1 + random.nextInt(120));
        boolean known = random.nextInt(4) > 0;
        yard.submit(cards(1, 1 + random.nextInt(3), known ? length : null), length);
    }
}
