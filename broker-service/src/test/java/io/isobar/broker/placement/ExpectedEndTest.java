package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand steps that began at noon and were watched from there. */
class ExpectedEndTest {
    private static final WorkloadSpec SPEC = Specs.gang(1, 8, null);
    private static final Duration HOUR = Duration.ofHours(1);

    private static Optional<ExpectedEnd> end(
            WorkloadSpec spec, @Nullable Duration expected, long steps, Duration after) {
        return ExpectedEnd.of(spec, attempt(expected, new Progress(steps, 1_000L, NOW.plus(after), 0, NOW)));
    }

    private static Attempt attempt(@Nullable Duration expected, @Nullable Progress progress) {
        var given = new Assignment(
                Pools.key("east", "a100"),
                0,
                0,
                1,
                new ReplicaShape(8, 8_000, 0),
                new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, Money.parse("7.8 CNY"), null),
                Money.parse("62.4 CNY"),
                expected);
        return new Attempt(
                AttemptId.parse("w-aaaaaaaaaa-1").orElseThrow(),
                given,
                new AttemptState.Running(NOW),
                false,
                NOW,
                NOW,
                NOW,
                1,
                progress,
                null);
    }

    private static Workload running(Attempt attempt) {
        var why = new Why(Reason.STARTED, "running", "region east", NOW);
        return new Workload(
                attempt.id().workload(),
                SPEC,
                NOW,
                new WorkloadState.Running(why),
                List.of(attempt),
                false,
                0,
                0,
                null,
                Set.of(),
                0,
                1);
    }

    private static Instant at(Optional<ExpectedEnd> end) {
        return end.orElseThrow().at();
    }

    @Test
    void whatRunsAtHalfTheSpeedIsExpectedToTakeTwiceAsLongTheSurerTheMoreOfItWasSeen() {
        var early = end(SPEC, HOUR, 50, Duration.ofMinutes(6)).orElseThrow();
        var half = end(SPEC, HOUR, 500, HOUR).orElseThrow();

        assertThat(early.at()).isBetween(NOW.plus(Duration.ofMinutes(75)), NOW.plus(Duration.ofMinutes(110)));
        assertThat(half.at()).isBetween(NOW.plus(Duration.ofMinutes(117)), NOW.plus(Duration.ofMinutes(120)));
        assertThat(early.giveOrTake()).isGreaterThan(half.giveOrTake());
        assertThat(end(SPEC, HOUR, 999, Duration.ofMinutes(100)).orElseThrow().giveOrTake())
                .isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void whatRunsAsExpectedIsExpectedToEndThen() {
        for (int minute = 3; minute <= 60; minute += 3) {
            assertThat(at(end(SPEC, HOUR, minute * 1_000 / 60, Duration.ofMinutes(minute))))
                    .isBetween(NOW.plus(Duration.ofMinutes(59)), NOW.plus(Duration.ofMinutes(61)));
        }
    }

    @Test
    void whereNobodyKnowsHowLongItTakesTheRateSaysItOnceSomeOfItWasSeen() {
        assertThat(end(SPEC, null, 40, Duration.ofMinutes(4))).isEmpty();
        assertThat(at(end(SPEC, null, 100, Duration.ofMinutes(10)))).isEqualTo(NOW.plus(Duration.ofMinutes(100)));
    }

    @Test
    void nothingIsSaidByWhatWasHardlySeenOrHasNoEnd() {
        assertThat(end(SPEC, HOUR, 500, Duration.ofSeconds(9))).isEmpty();
        assertThat(end(SPEC, HOUR, 9, Duration.ofMinutes(1))).isEmpty();
        assertThat(ExpectedEnd.of(SPEC, attempt(HOUR, new Progress(500, null, NOW.plus(HOUR), 0, NOW))))
                .isEmpty();
        assertThat(ExpectedEnd.of(SPEC, attempt(HOUR, null))).isEmpty();
    }

    @Test
    void aTimeLimitEndsItInAnyCaseAndNothingTakesTwentyTimesWhatWasExpected() {
        var limited = Specs.but(SPEC, draft -> draft.timeLimit = Duration.ofMinutes(90));

        assertThat(at(end(limited, HOUR, 500, HOUR))).isEqualTo(NOW.plus(Duration.ofMinutes(90)));
        assertThat(at(end(SPEC, HOUR, 10, HOUR))).isBeforeOrEqualTo(NOW.plus(HOUR.multipliedBy(20)));
    }

    @Test
    void whatSaysThatAllIsDoneEndsNowAndNotBefore() {
        assertThat(at(end(SPEC, HOUR, 1_000, Duration.ofMinutes(20)))).isEqualTo(NOW.plus(Duration.ofMinutes(20)));
        assertThat(at(end(SPEC, HOUR, 2_000, Duration.ofMinutes(20)))).isEqualTo(NOW.plus(Duration.ofMinutes(20)));
    }

    /** Each step by its own chance: what is said is another only now and then, and never before what is known. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsSaidDoesNotChangeWithEveryStep(long seed) {
        var random = new Random(seed);
        var ends = new ExpectedEnds();
        double seconds = 0;
        Instant said = null;
        int changes = 0;
        for (int step = 1; step <= 1_000; step++) {
            seconds += 5 * Math.exp(0.5 * random.nextGaussian());
            var now = NOW.plusMillis(Math.round(seconds * 1_000));
            var attempt = attempt(HOUR, new Progress(step, 1_000L, now, 0, NOW));
            ends.see(running(attempt));
            var end = ends.of(attempt);
            if (end.isPresent() && !end.get().at().equals(said)) {
                changes++;
                said = end.get().at();
                assertThat(said).as("seed %s step %s", seed, step).isAfterOrEqualTo(now);
            }
        }
        assertThat(changes).as("seed %s", seed).isBetween(1, 40);
        assertThat(Duration.between(said, NOW.plusMillis(Math.round(seconds * 1_000)))
                        .abs())
                .isLessThan(Duration.ofMinutes(2));
    }
}
