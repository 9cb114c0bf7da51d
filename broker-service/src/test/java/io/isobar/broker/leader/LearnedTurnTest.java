package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.RunTime;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Run times that the leader learned from the ends it was told of. */
class LearnedTurnTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final RegionName EAST = new RegionName("east");
    private static final Duration EXPECTED = Duration.ofHours(1);
    private static final RunKind KIND = new RunKind(family("gemm").tenant(), "gemm", Pools.A100_80, 1, 8);

    private final Random random = new Random(3);
    private Instant now = NOW;

    /** A leader with a region of free A100s. */
    private final class Led {
        private final Coordinator coordinator = new Coordinator(new PlacementService(
                new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
        private final RecordedLink east = new RecordedLink("east");
        private long sequence;

        void connect(AttemptId... runs) {
            var pool = pool();
            turn(
                    new Event.Connected(region("east"), east),
                    new Event.PoolReported(east, pool, now),
                    new Event.Synchronised(EAST, east, Set.of(pool.key().pool()), Set.of(runs)));
        }

        /** As it is now: what was reported hours ago counts for nothing. */
        private PoolReport pool() {
            return a100s("east", ++sequence, histogram(nodes(64, 8, 8)), "7.8 CNY");
        }

        Outcome turn(Event... events) {
            return coordinator.turn(List.of(events), now);
        }

        /** Submits it; what is decided of it. */
        Outcome submit(WorkloadSpec spec) {
            return turn(
                    new Event.PoolReported(east, pool(), now),
                    new Event.Accepted(Workload.accepted(WorkloadId.random(random), spec, now)));
        }

        Duration runTime(WorkloadSpec spec) {
            return LearnedTurnTest.runTime(submit(spec)).time();
        }

        /** It begins at once and ends after so long. */
        Outcome run(WorkloadSpec spec, Duration took, Reason end, int exitCode) {
            var attempt = attemptOf(submit(spec));
            turn(new Event.Admitted(EAST, east, attempt, sequence + 1));
            turn(reported(attempt, Report.Phase.RUNNING, 1, now, null));
            var began = now;
            now = now.plus(took);
            return turn(reported(attempt, Report.Phase.ENDED, 2, began, new Report.RegionEnd(end, exitCode, "", now)));
        }

        Outcome runs(WorkloadSpec spec, Duration took) {
            var outcome = run(spec, took, Reason.EXIT_ZERO, 0);
            assertThat(outcome.changes().workloads().values())
                    .anyMatch(workload -> workload.state() instanceof WorkloadState.Succeeded);
            return outcome;
        }

        /** It begins at once. */
        AttemptId begins(WorkloadSpec spec) {
            var attempt = attemptOf(submit(spec));
            turn(new Event.Admitted(EAST, east, attempt, sequence + 1));
            turn(reported(attempt, Report.Phase.RUNNING, 1, now, null));
            return attempt;
        }

        Outcome progresses(AttemptId attempt, long steps) {
            return turn(new Event.Progressed(EAST, east, attempt, steps, 1_000L, now));
        }

        Outcome ends(AttemptId attempt, Instant began, Reason end, int exitCode) {
            return turn(reported(attempt, Report.Phase.ENDED, 2, began, new Report.RegionEnd(end, exitCode, "", now)));
        }

        /** It fails, having said that it was so far. */
        Outcome failsAt(AttemptId attempt, Instant began, long steps) {
            var end = new Report.RegionEnd(
                    Reason.EXIT_NON_ZERO, 1, "", now, new Report.Said(steps, 1_000L, now.minusSeconds(1)));
            return turn(reported(attempt, Report.Phase.ENDED, 2, began, end));
        }

        private Event reported(
                AttemptId attempt,
                Report.Phase phase,
                long number,
                Instant began,
                Report.@org.jspecify.annotations.Nullable RegionEnd end) {
            return new Event.Reported(east, new Report(EAST, attempt, phase, number, began, end, sequence + 1));
        }
    }

    @Test
    void whatTookTwiceAsLongIsExpectedToTakeAboutTwiceAsLong() {
        var led = led();
        assertThat(led.runTime(family("gemm"))).isEqualTo(EXPECTED);

        for (int run = 1; run <= 5; run++) {
            var outcome = led.runs(family("gemm"), EXPECTED.multipliedBy(2));
            assertThat(outcome.changes().learned()).containsOnlyKeys(KIND);
            assertThat(requireNonNull(outcome.changes().learned().get(KIND)).runs())
                    .isEqualTo(run);
            assertThat(outcome.changes().isEmpty()).isFalse();
        }

        // The same service decided the same shape before: it must not answer from what it remembers.
        var again = runTime(led.submit(family("gemm")));
        assertThat(again.time()).isBetween(Duration.ofMinutes(110), Duration.ofMinutes(125));
        // What is said follows in steps: it may name fewer runs than were seen.
        assertThat(again.detail()).containsPattern("as [2-5] runs of it on " + Pools.A100_80 + " took");
        assertThat(led.coordinator.learned().runs()).isEqualTo(Map.of(KIND, 5L));
        assertThat(led.runTime(family("conv"))).as("another family").isEqualTo(EXPECTED);
        assertThat(led.turn().changes().learned()).as("said once").isEmpty();
    }

    @Test
    void aSuccessorThatRecallsItDecidesAlike() {
        var led = led();
        led.runs(family("gemm"), EXPECTED.multipliedBy(3));
        var durable =
                led.runs(family("gemm"), EXPECTED.multipliedBy(2)).changes().learned();
        var said = led.runTime(family("gemm"));

        var successor = new Led();
        successor.coordinator.recall(durable);
        successor.coordinator.recover(List.of(), List.of(), List.of(), Map.of());
        successor.connect();

        assertThat(successor.runTime(family("gemm"))).isEqualTo(said).isGreaterThan(EXPECTED.multipliedBy(2));
        assertThat(successor.coordinator.learned()).satisfies(learned -> {
            assertThat(learned.runs()).isEqualTo(Map.of(KIND, 2L));
            assertThat(learned.corrections().of(KIND))
                    .isEqualTo(led.coordinator.learned().corrections().of(KIND));
        });
    }

    @Test
    void nothingIsLearnedFromWhatFailedOrHasNoFamily() {
        var led = led();
        var failed = led.run(family("gemm"), EXPECTED.multipliedBy(2), Reason.EXIT_NON_ZERO, 1);
        var nameless = led.runs(Specs.gang(1, 8, 1.0), EXPECTED.multipliedBy(2));

        assertThat(failed.changes().learned()).isEmpty();
        assertThat(nameless.changes().learned()).isEmpty();
        assertThat(led.coordinator.learned().kinds()).isEmpty();
        assertThat(led.runTime(family("gemm"))).isEqualTo(EXPECTED);
    }

    /** A thousand steps, five of them a minute: three hours and twenty minutes, where an hour was expected. */
    @Test
    void whatRunsTeachesWhileItRunsAndOnceWhenItHasEnded() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        for (int minute = 0; minute <= 40; minute++) {
            now = began.plus(Duration.ofMinutes(minute));
            var outcome = led.progresses(attempt, 5L * minute);
            assertThat(outcome.changes().workloads())
                    .as("no step of the workload")
                    .isEmpty();
            assertThat(outcome.changes().attempts()).containsOnlyKeys(attempt);
            assertThat(outcome.changes().learned()).isEmpty();
        }

        var next = runTime(led.submit(family("gemm")));
        assertThat(next.time()).isBetween(Duration.ofMinutes(130), Duration.ofMinutes(200));
        assertThat(next.detail()).contains("as 1 run of it under way on " + Pools.A100_80 + " shows (give or take ");
        assertThat(led.coordinator.learned().underWay()).isEqualTo(Map.of(KIND, 1L));

        now = began.plus(Duration.ofMinutes(200));
        var ended = led.ends(attempt, began, Reason.EXIT_ZERO, 0).changes().learned();
        assertThat(requireNonNull(ended.get(KIND)).weight()).isEqualTo(1);
        assertThat(led.coordinator.learned().underWay()).isEmpty();
    }

    @Test
    void whatFailedTeachesAsFarAsItHadSaidHowFarItWas() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        led.progresses(attempt, 0);
        now = began.plus(Duration.ofMinutes(50));
        led.progresses(attempt, 250);
        led.progresses(attempt, 250);

        var ended = led.ends(attempt, began, Reason.EXIT_NON_ZERO, 1).changes().learned();

        assertThat(requireNonNull(ended.get(KIND)).weight()).isEqualTo(0.25);
        assertThat(led.turn().changes().learned()).as("once").isEmpty();
    }

    @Test
    void whatEndsBetweenTwoLooksTeachesByWhatItSaidLast() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        now = began.plusSeconds(61);

        var outcome = led.failsAt(attempt, began, 250);

        assertThat(requireNonNull(outcome.changes().attempts().get(attempt)).progress())
                .isEqualTo(new Progress(250, 1_000L, began.plusSeconds(60), 0, began));
        var tally = requireNonNull(outcome.changes().learned().get(KIND));
        assertThat(tally.weight()).isEqualTo(0.25);
        assertThat(tally.sum() / 0.25)
                .as("240 s where an hour was expected")
                .isCloseTo(Math.log(240.0 / 3600), within(0.001));
    }

    @Test
    void whatItSaidLastCountsFromWhenItFirstSaidSomethingWhereThatIsMostOfIt() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        now = began.plus(Duration.ofMinutes(10));
        led.progresses(attempt, 10);
        now = began.plus(Duration.ofMinutes(70)).plusSeconds(1);

        var outcome = led.failsAt(attempt, began, 310);

        var tally = requireNonNull(outcome.changes().learned().get(KIND));
        assertThat(tally.weight()).isEqualTo(0.3);
        // 1,000 steps of five a minute, and the eight minutes that it took to begin.
        assertThat(tally.sum() / 0.3).isCloseTo(Math.log(208.0 / 60), within(0.001));
    }

    @Test
    void nothingIsTakenForDoneSinceItBeganWhereItMayHaveGoneOnFromACheckpoint() {
        var led = led();
        var began = now;
        var attempt = led.begins(Specs.but(
                family("gemm"),
                draft -> draft.checkpoint = new Checkpoint("s3://ckpt", Duration.ofMinutes(5), null, null)));
        now = began.plusSeconds(61);

        var outcome = led.failsAt(attempt, began, 250);

        assertThat(requireNonNull(outcome.changes().attempts().get(attempt)).progress())
                .isEqualTo(new Progress(250, 1_000L, began.plusSeconds(60), 250, began.plusSeconds(60)));
        assertThat(outcome.changes().learned()).isEmpty();
    }

    /** What it reckons with is how far the attempt is, which is durable, so that it counts no step twice. */
    @Test
    void aSuccessorGoesOnFromHowFarItWas() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        led.progresses(attempt, 0);
        now = began.plus(Duration.ofMinutes(40));
        led.progresses(attempt, 200);
        var live = led.coordinator.workload(attempt.workload()).orElseThrow();

        var successor = new Led();
        successor.coordinator.recover(List.of(), List.of(), List.of(live), Map.of());
        successor.connect(attempt);
        successor.turn(successor.reported(attempt, Report.Phase.RUNNING, 1, began, null));
        now = began.plus(Duration.ofMinutes(50));
        successor.progresses(attempt, 250);
        var ended =
                successor.ends(attempt, began, Reason.NODE_FAILED, 1).changes().learned();

        assertThat(requireNonNull(ended.get(KIND)).weight()).isEqualTo(0.25);
        assertThat(requireNonNull(ended.get(KIND)).sum() / 0.25).isCloseTo(Math.log(200.0 / 60), within(0.001));
    }

    @Test
    void whatBeganAnewIsWatchedAnewAndWhatIsOlderIsPassedOver() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        led.progresses(attempt, 0);
        now = began.plus(Duration.ofMinutes(40));
        led.progresses(attempt, 200);
        var late = new Event.Progressed(EAST, led.east, attempt, 100, 1_000L, began.plus(Duration.ofMinutes(20)));
        assertThat(led.turn(late).changes().isEmpty()).isTrue();

        now = began.plus(Duration.ofMinutes(41));
        led.progresses(attempt, 3);

        assertThat(led.coordinator.learned().underWay()).isEmpty();
        assertThat(led.runTime(family("gemm"))).isEqualTo(EXPECTED);
    }

    /** It was placed by a leader before, which knew that no other was wanted on the model until it has ended. */
    @Test
    void aSuccessorWantsNoSecondFirstRunWhileOneIsUnderWay() {
        var led = led();
        var began = now;
        var attempt = led.begins(family("gemm"));
        var live = led.coordinator.workload(attempt.workload()).orElseThrow();
        var elsewhere = new RunKind(KIND.tenant(), KIND.family(), "another-model", 1, 8);

        var successor = new Led();
        successor.coordinator.recall(Map.of(elsewhere, new Tally(1, 0, 1, 8, 0)));
        assertThat(successor.coordinator.learned().corrections().of(KIND).isWanted())
                .isTrue();
        successor.coordinator.recover(List.of(), List.of(), List.of(live), Map.of());
        successor.connect(attempt);

        assertThat(successor.coordinator.learned().corrections().of(KIND).isWanted())
                .isFalse();
        var ended = successor.ends(attempt, began, Reason.EXIT_NON_ZERO, 1);
        assertThat(ended.changes().trials())
                .as("durable with the turn that saw it")
                .containsOnly(Map.entry(new Trial("gemm", Pools.A100_80), 1));
        assertThat(successor.coordinator.learned().corrections().of(KIND).isWanted())
                .as("it taught nothing")
                .isTrue();

        var third = new Led();
        third.coordinator.recall(Map.of(elsewhere, new Tally(1, 0, 1, 8, 0)));
        third.coordinator.recallTrials(Map.of(new Trial("gemm", Pools.A100_80), 3));
        assertThat(third.coordinator.learned().corrections().of(KIND).isWanted())
                .as("three taught nothing")
                .isFalse();
    }

    private Led led() {
        var led = new Led();
        led.connect();
        return led;
    }

    private static WorkloadSpec family(String family) {
        return Specs.but(Specs.gang(1, 8, 1.0), draft -> draft.work = new Work(1, Pools.A100_80, "A100-80GB", family));
    }

    private static AttemptId attemptOf(Outcome outcome) {
        return outcome.changes().attempts().keySet().iterator().next();
    }

    private static RunTime.Known runTime(Outcome outcome) {
        var chosen = requireNonNull(
                outcome.changes().decisions().values().iterator().next().chosen());
        return (RunTime.Known) chosen.runTime();
    }
}
