package io.isobar.broker.learning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.capacity.TrackRecord.Source;
import io.isobar.broker.resource.SeededCases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrackBookTest {
    private static final double CARD_HOURS = 50_000;
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final PoolKey A = pool("a");
    private static final PoolKey B = pool("b");

    private final TrackBook book = new TrackBook(CARD_HOURS, 4);

    TrackBookTest() {
        book.advance(START);
    }

    @Test
    void aPoolThatShowedNothingIsAsConfigured() {
        book.saw(A, "h100", false, tally -> tally.answered(false));

        var review = review(A);
        assertThat(1 / review.failures().hazard().mean()).isCloseTo(CARD_HOURS, within(1e-6));
        assertThat(1 / review.reclaims().hazard().mean()).isCloseTo(4, within(1e-9));
        assertThat(review.failures().source()).isEqualTo(Source.CONFIGURED);
        assertThat(book.takeNews().isEmpty()).isTrue();
    }

    @Test
    void whatAPoolShowsWeighsMoreTheMoreOfItThereIs() {
        book.saw(A, "h100", true, tally -> tally.failed(1, 1_000));
        // Two of configured 100,000 hours, one more in 1,000.
        assertThat(review(A).failures().hazard().mean()).isCloseTo(3 / 101_000.0, within(1e-12));

        book.saw(A, "h100", true, tally -> tally.failed(199, 199_000));
        var much = review(A).failures();
        assertThat(1 / much.hazard().mean()).isBetween(1_000.0, 1_500.0);
        assertThat(much.source()).isEqualTo(Source.POOL);
        assertThat(much.hazard().quantile(0.05)).isLessThan(much.hazard().mean());
        assertThat(much.hazard().quantile(0.95))
                .isGreaterThan(much.hazard().mean())
                .isLessThan(much.hazard().mean() * 1.2);
    }

    @Test
    void aPoolIsExpectedToBeAsTheOthersOfItsModelAndNotOfAnother() {
        book.saw(A, "h100", true, tally -> tally.failed(500, 500_000));
        book.saw(B, "h100", false, tally -> tally.answered(false));
        book.saw(pool("c"), "a100", false, tally -> tally.answered(false));

        var expected = review(B).failures();
        assertThat(1 / expected.hazard().mean()).isBetween(1_000.0, 1_300.0);
        assertThat(expected.source()).isEqualTo(Source.MODEL);
        assertThat(expected.hazard().shape()).as("it weighs little").isCloseTo(Hazard.MOST_MODEL_EVENTS, within(1e-9));
        assertThat(review(pool("c")).failures().source()).isEqualTo(Source.CONFIGURED);

        // What others show gives way to what the pool shows itself.
        book.saw(B, "h100", false, tally -> tally.failed(0, 400_000));
        assertThat(1 / review(B).failures().hazard().mean()).isGreaterThan(80_000);
        assertThat(1 / review(A).failures().hazard().mean()).isLessThan(1_250);
    }

    @Test
    void saysOfPoolsThatAreNewWhatTheirModelShows() {
        book.saw(A, "h100", true, tally -> tally.failed(500, 500_000));

        var news = book.takeNews();
        assertThat(news.pools()).containsOnlyKeys(A);
        assertThat(news.models()).containsOnlyKeys("h100");
        assertThat(1 / failures(news.models().get("h100")).perHour()).isBetween(950.0, 1_300.0);
        assertThat(failures(news.pools().get(A)).source()).isEqualTo(Source.POOL);
        assertThat(book.takeNews().isEmpty()).as("said once").isTrue();
    }

    @Test
    void saysSomethingElseInStepsOnly() {
        book.saw(A, "h100", true, tally -> tally.failed(100, 100_000));
        book.takeNews();
        int said = 0;
        for (int i = 0; i < 100; i++) {
            book.saw(A, "h100", false, tally -> tally.failed(0, 1_000));
            said += book.takeNews().pools().size();
        }
        // To two thirds of the rate it is some four steps of a tenth.
        assertThat(said).isBetween(3, 5);
    }

    @Test
    void oldFailuresFadeByTimeAlone() {
        book.saw(A, "h100", true, tally -> tally.failed(64, 64_000));
        book.takeNews();
        book.advance(START.plus(PoolTally.HALF_LIFE.multipliedBy(3)));

        assertThat(review(A).seen().failures().events()).isCloseTo(8, within(1e-9));
        assertThat(review(A).seen().failures().exposure()).isCloseTo(8_000, within(1e-6));
        assertThat(book.takeNews().pools())
                .as("told without anything having happened")
                .containsOnlyKeys(A);
        book.advance(START.plus(PoolTally.HALF_LIFE.multipliedBy(40)));
        assertThat(1 / review(A).failures().hazard().mean()).isCloseTo(CARD_HOURS, within(1.0));
    }

    @Test
    void whatRunsIsCountedAsLongAsItRuns() {
        book.runs(A, "h100", 64, 2);
        book.advance(START.plus(Duration.ofHours(10)));
        book.runs(A, "h100", -64, -2);
        book.advance(START.plus(Duration.ofHours(11)));

        var seen = review(A).seen();
        // All but what of it has faded since.
        assertThat(seen.failures().exposure()).isCloseTo(640, within(640 * 0.015));
        assertThat(seen.reclaims().exposure()).isCloseTo(20, within(20 * 0.015));
    }

    @Test
    void lossesAreDurableAtOnceAndAllElseSoon() {
        book.saw(A, "h100", false, tally -> tally.answered(false));
        book.saw(B, "h100", true, tally -> tally.failed(1, 10));
        assertThat(book.takeTouched()).containsOnlyKeys(B);
        assertThat(book.takeTouched()).isEmpty();

        book.advance(START.plus(TrackBook.WRITTEN_EVERY));
        assertThat(book.takeTouched()).containsOnlyKeys(A);
    }

    @Test
    void aSuccessorThatRecallsItExpectsTheSame() {
        SeededCases.check(50, random -> {
            var first = new TrackBook(CARD_HOURS, 4);
            var now = START;
            first.advance(now);
            var durable = new LinkedHashMap<PoolKey, PoolTally>();
            for (int i = 0; i < 60; i++) {
                now = now.plusSeconds(random.nextInt(200_000));
                first.advance(now);
                var pool = pool("pool-" + random.nextInt(6));
                double hours = random.nextInt(100_000);
                first.saw(
                        pool,
                        "model-" + pool.hashCode() % 2,
                        true,
                        tally -> tally.failed(1, hours).started(Duration.ofSeconds(random.nextInt(600))));
                first.takeTouched().forEach((key, tally) -> {
                    durable.remove(key);
                    durable.put(key, tally.orElseThrow());
                });
            }
            var next = new TrackBook(CARD_HOURS, 4);
            next.recall(durable);
            next.advance(now);
            assertThat(next.takeTouched()).as("nothing of it is new").isEmpty();
            var said = next.takeNews().pools();
            for (var pool : durable.keySet()) {
                var before = first.review(pool).orElseThrow().failures();
                var after = next.review(pool).orElseThrow().failures();
                assertThat(after.hazard().mean() / before.hazard().mean()).isCloseTo(1, within(1e-6));
                assertThat(after.source()).isEqualTo(before.source());
                assertThat(failures(said.get(pool)).perHour() / after.hazard().mean())
                        .as("told of it, to within a step")
                        .isCloseTo(1, within(0.03));
            }
        });
    }

    @Test
    void otherHardwareOfTheSameNameStartsAnew() {
        book.saw(A, "h100", true, tally -> tally.failed(100, 1_000));
        book.saw(A, "b200", false, tally -> tally.answered(false));

        assertThat(review(A).seen().failures().events()).isZero();
        assertThat(review(A).failures().source()).isEqualTo(Source.CONFIGURED);
    }

    @Test
    void forgetsThePoolOfWhichNothingWasSeenForLongest() {
        for (int i = 0; i <= TrackBook.MOST_POOLS; i++) {
            book.saw(pool("pool-" + i), "h100", true, tally -> tally.failed(1, 1_000));
        }

        assertThat(book.review(pool("pool-0"))).isEmpty();
        assertThat(book.review(pool("pool-1"))).isPresent();
        var touched = new HashMap<>(book.takeTouched());
        assertThat(touched.get(pool("pool-0"))).as("its row is deleted").isEmpty();
        assertThat(touched.get(pool("pool-1"))).isPresent();
    }

    @Test
    void startsAreToldOfAfterAFewAndInWholeSeconds() {
        for (int i = 0; i < 2; i++) {
            book.saw(A, "h100", false, tally -> tally.started(Duration.ofSeconds(60)));
        }
        assertThat(book.takeNews().pools()).isEmpty();

        for (int i = 0; i < 400; i++) {
            var took = Duration.ofSeconds(i % 10 == 0 ? 600 : 60);
            book.saw(A, "h100", false, tally -> tally.started(took));
        }
        var starts =
                requireNonNull(requireNonNull(book.takeNews().pools().get(A)).starts());
        assertThat(starts.mean()).isBetween(Duration.ofSeconds(70), Duration.ofSeconds(130));
        assertThat(starts.high()).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(300));
        assertThat(starts.mean().toMillis() % 1_000).isZero();
    }

    @Test
    void startsThatTakeNoTimeAreNothingToReckonWith() {
        for (int i = 0; i < 50; i++) {
            book.saw(A, "h100", false, tally -> tally.started(Duration.ofMillis(20)));
        }
        assertThat(book.takeNews().pools()).isEmpty();
    }

    private Review review(PoolKey pool) {
        return book.review(pool).orElseThrow();
    }

    private static TrackRecord.Rate failures(@Nullable TrackRecord record) {
        return requireNonNull(requireNonNull(record).failures());
    }

    private static PoolKey pool(String name) {
        return new PoolKey(new RegionName("east"), name);
    }
}
