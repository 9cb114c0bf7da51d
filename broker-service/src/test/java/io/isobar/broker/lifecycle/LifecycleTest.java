package io.isobar.broker.lifecycle;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    private static final WorkloadId ID = new WorkloadId("w-0123456789");
    private static final Assignment EAST = new Assignment(
            Pools.key("east", "machine"),
            0,
            0,
            1,
            new ReplicaShape(0, 1000, 0),
            Pools.perCore("0.1 CNY"),
            Money.parse("0.1 CNY"),
            null);

    @Test
    void runsFromTheLineToSuccess() {
        var placed = Lifecycle.place(queued(), List.of(EAST), NOW);
        assertThat(placed.workload().state()).isInstanceOf(WorkloadState.Placing.class);
        assertThat(placed.commands()).singleElement().isInstanceOf(Command.Reserve.class);

        var admitted = Lifecycle.admitted(placed.workload(), attempt(1), NOW);
        assertThat(admitted.workload().state()).isInstanceOf(WorkloadState.Starting.class);
        assertThat(admitted.commands()).singleElement().isInstanceOf(Command.Launch.class);

        var running = reported(admitted.workload(), Phase.RUNNING, 1);
        assertThat(running.workload().state()).isInstanceOf(WorkloadState.Running.class);

        var over = ended(running.workload(), Reason.EXIT_ZERO, 0);
        assertThat(over.workload().state()).isInstanceOf(WorkloadState.Succeeded.class);
        assertThat(over.commands()).singleElement().isInstanceOf(Command.Forget.class);
    }

    /** Its region says so again whenever it is told again. */
    @Test
    void doesNotTellAgainWhatIsStoppingAlready() {
        var running = reported(
                        Lifecycle.admitted(
                                        Lifecycle.place(queued(), List.of(EAST), NOW)
                                                .workload(),
                                        attempt(1),
                                        NOW)
                                .workload(),
                        Phase.RUNNING,
                        1)
                .workload();
        var cancelled = Lifecycle.cancel(running, NOW);
        assertThat(cancelled.commands()).singleElement().isInstanceOf(Command.Stop.class);

        assertThat(reported(cancelled.workload(), Phase.RUNNING, 2).commands())
                .as("it may not have heard")
                .singleElement()
                .isInstanceOf(Command.Stop.class);
        assertThat(reported(cancelled.workload(), Phase.STOPPING, 2).commands()).isEmpty();
        assertThat(Lifecycle.notOurs(report(1, Phase.RUNNING, 2, null))).containsInstanceOf(Command.Stop.class);
        assertThat(Lifecycle.notOurs(report(1, Phase.STOPPING, 2, null))).isEmpty();
    }

    @Test
    void waitsInItsRegionsQueueUntilItRuns() {
        var placed = Lifecycle.place(queued(), List.of(EAST), NOW).workload();
        var waiting = new Waiting("Slurm job 7: Resources", NOW.plusSeconds(600));
        assertThat(Lifecycle.waits(placed, attempt(1), waiting))
                .as("it is not launched")
                .isEmpty();
        var starting = Lifecycle.admitted(placed, attempt(1), NOW).workload();

        var waits = Lifecycle.waits(starting, attempt(1), waiting).orElseThrow();

        assertThat(waits.live(attempt(1)).orElseThrow().waiting()).isEqualTo(waiting);
        assertThat(waits.version()).isEqualTo(starting.version());
        assertThat(Lifecycle.waits(waits, attempt(1), waiting)).as("no news").isEmpty();
        var running = reported(waits, Phase.RUNNING, 1).workload();
        assertThat(running.live(attempt(1)).orElseThrow().waiting()).isNull();
        assertThat(Lifecycle.waits(running, attempt(1), waiting))
                .as("it came late")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EXIT_NON_ZERO, FAILED",
        "TIME_LIMIT, FAILED",
        "OUT_OF_MEMORY, FAILED",
        "LAUNCH_FAILED, QUEUED",
        "NODE_FAILED, QUEUED",
        "PREEMPTED, QUEUED",
        "CANCELLED_BY_REGION, QUEUED",
        "VANISHED, QUEUED",
        "START_DEADLINE, QUEUED"
    })
    void retriesOnlyWhatWasNotTheWorksOwnFault(Reason reason, String state) {
        var after = ended(running(), reason, reason == Reason.EXIT_NON_ZERO ? 7 : null)
                .workload();

        if (state.equals("QUEUED")) {
            assertThat(after.state()).isInstanceOf(WorkloadState.Queued.class);
            assertThat(after.retries()).isEqualTo(1);
            assertThat(after.avoided()).containsExactly("east");
        } else {
            assertThat(after.state()).isInstanceOf(WorkloadState.Failed.class);
            assertThat(after.state().why().reason()).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREEMPTED", "QUOTA_RECLAIMED"})
    void whatMakesRoomWaitsAgainAndIsChargedNothing(Reason reason) {
        var told = Lifecycle.preempt(running(), attempt(1), reason, "made room for w-9999999999");
        assertThat(told.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Stop.class, stop -> assertThat(stop.reason()).isEqualTo(reason));
        assertThat(Lifecycle.preempt(told.workload(), attempt(1), reason, "again")
                        .changed())
                .isFalse();

        var after = ended(told.workload(), reason, 143).workload();

        assertThat(after.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(after.state().why().reason()).isEqualTo(reason);
        assertThat(after.state().why().message()).contains("made room for w-9999999999");
        assertThat(after.retries()).isZero();
        assertThat(after.avoided()).isEmpty();
    }

    @Test
    void whatEndsBeforeItHearsThatItShouldMakeRoomHasEnded() {
        var told = Lifecycle.preempt(running(), attempt(1), Reason.PREEMPTED, "made room")
                .workload();

        assertThat(ended(told, Reason.EXIT_ZERO, 0).workload().state()).isInstanceOf(WorkloadState.Succeeded.class);
    }

    @Test
    void whatIsCancelledWhileItMakesRoomIsCancelled() {
        var told = Lifecycle.preempt(running(), attempt(1), Reason.PREEMPTED, "made room")
                .workload();
        var cancelled = Lifecycle.cancel(told, NOW).workload();

        assertThat(ended(cancelled, Reason.PREEMPTED, 143).workload().state())
                .isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void keepsTheExitCodeOfAFailure() {
        var attempt = attemptOf(ended(running(), Reason.EXIT_NON_ZERO, 7).workload());

        assertThat(attempt.state())
                .isInstanceOfSatisfying(
                        AttemptState.Ended.class,
                        ended -> assertThat(ended.end().exitCode()).isEqualTo(7));
    }

    @Test
    void givesUpWhenTheRetriesAreSpent() {
        var workload = queued();
        for (int epoch = 1; epoch <= 4; epoch++) {
            workload = ended(runningFrom(workload, epoch), Reason.NODE_FAILED, null)
                    .workload();
        }

        assertThat(workload.state()).isInstanceOf(WorkloadState.Failed.class);
        assertThat(workload.state().why().message()).contains("all 3 retries are spent");
    }

    @Test
    void pausesLongerWithEveryRefusalButNotAfterTheFirst() {
        var once = refuse(queued(), 1);
        assertThat(once.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(once.notBefore()).isNull();
        assertThat(once.retries()).as("a refusal spends no retry").isZero();

        var twice = refuse(once, 2);
        var thrice = refuse(twice, 3);
        assertThat(twice.notBefore()).isEqualTo(NOW.plus(Duration.ofMillis(200)));
        assertThat(thrice.notBefore()).isEqualTo(NOW.plus(Duration.ofMillis(400)));
    }

    @Test
    void cancelsAtOnceWhatWaits() {
        var step = Lifecycle.cancel(queued(), NOW);

        assertThat(step.workload().state()).isInstanceOf(WorkloadState.Cancelled.class);
        assertThat(step.commands()).isEmpty();
    }

    @Test
    void stopsWhatRunsAndIsCancelledOnceTheRegionConfirms() {
        var stopping = Lifecycle.cancel(running(), NOW);
        assertThat(stopping.commands()).singleElement().isInstanceOf(Command.Stop.class);
        assertThat(stopping.workload().isOver()).isFalse();

        var over = ended(stopping.workload(), Reason.CANCELLED_BY_USER, 143).workload();
        assertThat(over.state()).isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void staysASuccessWhereTheWorkEndedBeforeTheStopArrived() {
        var stopping = Lifecycle.cancel(running(), NOW).workload();

        assertThat(ended(stopping, Reason.EXIT_ZERO, 0).workload().state()).isInstanceOf(WorkloadState.Succeeded.class);
    }

    @Test
    void retriesNothingThatIsBeingCancelled() {
        var stopping = Lifecycle.cancel(running(), NOW).workload();

        assertThat(ended(stopping, Reason.NODE_FAILED, null).workload().state())
                .isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void stopsAgainWhatStillRunsAfterACancel() {
        var stopping = Lifecycle.cancel(running(), NOW).workload();

        assertThat(reported(stopping, Phase.RUNNING, 9).commands())
                .singleElement()
                .isInstanceOf(Command.Stop.class);
    }

    @Test
    void endsAnAttemptOfAnOlderEpochAndChangesNothing() {
        var second = runningFrom(ended(running(), Reason.NODE_FAILED, null).workload(), 2);

        var step = Lifecycle.reported(second, report(1, Phase.RUNNING, 99, null), NOW);

        assertThat(step.changed()).isFalse();
        assertThat(step.commands()).singleElement().isInstanceOf(Command.Stop.class);
    }

    @Test
    void launchesAgainWhereTheAnswerOfTheRegionCameTwice() {
        var starting = Lifecycle.admitted(
                        Lifecycle.place(queued(), List.of(EAST), NOW).workload(), attempt(1), NOW)
                .workload();

        var again = Lifecycle.admitted(starting, attempt(1), NOW);

        assertThat(again.changed()).isFalse();
        assertThat(again.commands()).singleElement().isInstanceOf(Command.Launch.class);
    }

    @Test
    void ignoresAReportOlderThanTheOneTaken() {
        var running = reported(running(), Phase.RUNNING, 5).workload();

        assertThat(reported(running, Phase.STARTING, 4).changed()).isFalse();
    }

    @Test
    void marksWhatIsSilentAndKeepsItsState() {
        var silent = Lifecycle.silent(running()).workload();

        assertThat(silent.state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(attemptOf(silent).unconfirmed()).isTrue();
        assertThat(reported(silent, Phase.RUNNING, 6).workload().attempt())
                .isNotNull()
                .matches(attempt -> !attempt.unconfirmed());
    }

    @Test
    void asksAgainForWhatTheRegionDoesNotKnow() {
        var placing = Lifecycle.place(queued(), List.of(EAST), NOW).workload();
        assertThat(Lifecycle.unknownToRegion(placing, attempt(1), NOW).commands())
                .singleElement()
                .isInstanceOf(Command.Reserve.class);

        var starting = Lifecycle.admitted(placing, attempt(1), NOW).workload();
        assertThat(Lifecycle.unknownToRegion(starting, attempt(1), NOW).commands())
                .singleElement()
                .isInstanceOf(Command.Launch.class);

        assertThat(Lifecycle.unknownToRegion(running(), attempt(1), NOW)
                        .workload()
                        .state())
                .isInstanceOf(WorkloadState.Queued.class);

        var stopping = Lifecycle.cancel(running(), NOW).workload();
        assertThat(Lifecycle.unknownToRegion(stopping, attempt(1), NOW)
                        .workload()
                        .state())
                .isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void startsNothingTwiceWhereARunningReportOvertakesTheAdmission() {
        var placing = Lifecycle.place(queued(), List.of(EAST), NOW).workload();

        var running = Lifecycle.reported(placing, report(1, Phase.RUNNING, 1, null), NOW);

        assertThat(running.workload().state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(running.commands()).isEmpty();
    }

    @Test
    void mayFailOftenWhereTheUserAsksForIt() {
        var rule = new RetryRule(1, Set.of(RetryRule.Cause.FAILED), false);
        var spec = Specs.with(Specs.command(1), PlacementRules.NONE, Objective.CHEAPEST, rule);
        var workload = Workload.accepted(ID, spec, NOW);

        var once = ended(runningFrom(workload, 1), Reason.EXIT_NON_ZERO, 1).workload();
        assertThat(once.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(once.avoided()).isEmpty();
        assertThat(ended(runningFrom(once, 2), Reason.EXIT_NON_ZERO, 1)
                        .workload()
                        .state())
                .isInstanceOf(WorkloadState.Failed.class);
    }

    private static Attempt attemptOf(Workload workload) {
        return Objects.requireNonNull(workload.attempt());
    }

    private static Workload queued() {
        return Workload.accepted(ID, Specs.command(1), NOW);
    }

    private static Workload running() {
        return runningFrom(queued(), 1);
    }

    private static Workload runningFrom(Workload queued, int epoch) {
        var placed = Lifecycle.place(queued, List.of(EAST), NOW).workload();
        var admitted = Lifecycle.admitted(placed, attempt(epoch), NOW).workload();
        return Lifecycle.reported(admitted, report(epoch, Phase.RUNNING, 1, null), NOW)
                .workload();
    }

    private static Workload refuse(Workload queued, int epoch) {
        var placed = Lifecycle.place(queued, List.of(EAST), NOW).workload();
        return Lifecycle.refused(placed, attempt(epoch), Reason.INSUFFICIENT_CAPACITY, "full", NOW)
                .workload();
    }

    /** The region's clock was set by an hour while the attempt ran, and by a day before it was placed. */
    @Test
    void believesNoClockThatAnAttemptRanBeforeItWasReservedOrUntilAfterItsEndIsTold() {
        var held = Lifecycle.place(queued(), List.of(EAST), NOW).workload();
        var later = NOW.plusSeconds(600);

        var running = Lifecycle.reported(held, told(Phase.RUNNING, 1, NOW.minusSeconds(86_400), null), later)
                .workload();
        assertThat(running.parts().getFirst().startedAt()).isEqualTo(NOW);

        var ahead = new RegionEnd(Reason.EXIT_ZERO, 0, "", later.plusSeconds(3_600));
        assertThat(endOf(running, ahead, later)).isEqualTo(later);
        var behind = new RegionEnd(Reason.EXIT_ZERO, 0, "", NOW.minusSeconds(3_600));
        assertThat(endOf(running, behind, later)).isEqualTo(NOW);
        var right = new RegionEnd(Reason.EXIT_ZERO, 0, "", NOW.plusSeconds(60));
        assertThat(endOf(running, right, later)).isEqualTo(NOW.plusSeconds(60));
    }

    private static Instant endOf(Workload running, RegionEnd end, Instant now) {
        var over = Lifecycle.reported(running, told(Phase.ENDED, 100, NOW.minusSeconds(86_400), end), now)
                .workload();
        return ((AttemptState.Ended) over.parts().getFirst().state()).end().at();
    }

    private static Report told(Phase phase, long sequence, Instant startedAt, @Nullable RegionEnd end) {
        return new Report(EAST.pool().region(), attempt(1), phase, sequence, startedAt, end, 1);
    }

    private static Step reported(Workload workload, Phase phase, long sequence) {
        return Lifecycle.reported(workload, report(workload.tries(), phase, sequence, null), NOW);
    }

    private static Step ended(Workload workload, Reason reason, @Nullable Integer exitCode) {
        var end = new RegionEnd(reason, exitCode, reason.meaning(), NOW);
        return Lifecycle.reported(workload, report(workload.tries(), Phase.ENDED, 100, end), NOW);
    }

    private static Report report(int epoch, Phase phase, long sequence, @Nullable RegionEnd end) {
        return new Report(EAST.pool().region(), attempt(epoch), phase, sequence, NOW, end, 1);
    }

    private static AttemptId attempt(int epoch) {
        return new AttemptId(ID, epoch);
    }
}
