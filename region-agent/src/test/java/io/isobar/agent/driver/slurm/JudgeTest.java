package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is concluded from what Slurm tells and from what the scripts left in the folder. */
class JudgeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final long JOB = 42;

    @TempDir
    Path place;

    private AttemptFolder folder;
    private boolean pulses;
    private boolean ran;
    private Intent intent = new Intent.Run();
    private Optional<SlurmJob> accounted = Optional.empty();

    @BeforeEach
    void submitted() throws IOException {
        folder = new AttemptFolder(place, 2);
        folder.create();
        folder.submitting(0);
        folder.submitted(0, JOB);
    }

    private void begun() throws IOException {
        Files.writeString(place.resolve("claim.0"), JOB + "\n");
        Files.writeString(place.resolve("0/started"), "started\n");
        Files.writeString(place.resolve("1/started"), "started\n");
    }

    private void ended(int first, int second) throws IOException {
        Files.writeString(place.resolve("0/exit"), first + "\n");
        Files.writeString(place.resolve("1/exit"), second + "\n");
        Files.writeString(place.resolve("exit"), Math.max(first, second) + "\n");
    }

    private static SlurmJob job(JobState state, int exitCode, int run) {
        String mark = new OwnerMark("0", new AttemptId("w-a-1"), 1, run).toString();
        return new SlurmJob(JOB + run, state, "because", exitCode, NOW, NOW, mark);
    }

    private Verdict judge(SlurmJob... jobs) {
        return Judge.judge(new Judge.Sight(
                folder, folder.runs() - 1, List.of(jobs), () -> pulses, ran, intent, id -> accounted, NOW));
    }

    private WorkEnd endOf(SlurmJob... jobs) {
        Verdict verdict = judge(jobs);
        assertThat(verdict).isInstanceOf(Verdict.Over.class);
        return ((Verdict.Over) verdict).end();
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, EXIT_NON_ZERO",
        "TIMEOUT, TIME_LIMIT",
        "DEADLINE, TIME_LIMIT",
        "OUT_OF_MEMORY, OUT_OF_MEMORY",
        "NODE_FAIL, NODE_FAILED",
        "PREEMPTED, PREEMPTED",
        "BOOT_FAIL, LAUNCH_FAILED",
        "REVOKED, CANCELLED_BY_REGION",
        "CANCELLED, CANCELLED_BY_REGION",
    })
    void tellsWhyAJobEnded(JobState state, Reason reason) throws IOException {
        begun();

        if (state == JobState.FAILED) {
            ended(9, 0);
        }

        WorkEnd end = endOf(job(state, 9, 0));

        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.message()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void concludesNoEndFromAnyStateThatIsNone(JobState state) throws IOException {
        begun();
        pulses = true;

        if (state.stage() != JobState.Stage.OVER) {
            assertThat(judge(job(state, 0, 0))).isNotInstanceOfAny(Verdict.Over.class, Verdict.Resubmit.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL"})
    void whatItsGuardEndedWasLostWithItsRegionHoweverItEnded(JobState state) throws IOException {
        begun();
        Files.writeString(place.resolve("0/stopped"), "");
        Files.writeString(place.resolve("1/stopped"), "the lease had run out\n");

        assertThat(endOf(job(state, 143, 0)).reason()).isEqualTo(Reason.REGION_LOST);
        assertThat(endOf().reason()).as("also where nothing else is known").isEqualTo(Reason.REGION_LOST);
        ended(0, 0);
        assertThat(endOf(job(state, 0, 0)).message()).contains("42").contains("the lease had run out");
        assertThat(endOf().reason()).isEqualTo(Reason.REGION_LOST);
    }

    @Test
    void believesAScriptThatEndedWellWhateverBecameOfTheJobThen() throws IOException {
        begun();
        ended(0, 0);

        assertThat(endOf(job(JobState.TIMEOUT, 143, 0)).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(endOf().reason()).isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void tellsTheCodeOfTheReplicaThatFailedAndNotOfThoseKilledThen() throws IOException {
        begun();
        Files.writeString(place.resolve("1/exit"), "7\n");
        Files.setLastModifiedTime(place.resolve("1/exit"), FileTime.from(Instant.EPOCH));
        Files.writeString(place.resolve("0/exit"), "137\n");
        Files.writeString(place.resolve("exit"), "137\n");

        assertThat(endOf(job(JobState.FAILED, 137, 0)).exitCode()).isEqualTo(7);
    }

    @Test
    void runsOnlyWhenAllReplicasDo() throws IOException {
        Files.writeString(place.resolve("claim.0"), JOB + "\n");
        Files.writeString(place.resolve("0/started"), "started\n");
        assertThat(judge(job(JobState.RUNNING, 0, 0))).isInstanceOf(Verdict.Undecided.class);

        Files.writeString(place.resolve("1/started"), "started\n");
        assertThat(judge(job(JobState.RUNNING, 0, 0))).isInstanceOf(Verdict.Runs.class);
    }

    @Test
    void doesNotRunWhereACommandCouldNotBeExecuted() throws IOException {
        begun();
        Files.writeString(place.resolve("1/unlaunched"), "train is not found in PATH (/bin) on g2\n");

        assertThat(judge(job(JobState.RUNNING, 0, 0))).isInstanceOf(Verdict.Undecided.class);
        WorkEnd end = endOf(job(JobState.FAILED, 127, 0));
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("train is not found");
    }

    @Test
    void saysThatANodeDoesNotSeeTheFolder() {
        WorkEnd end = endOf(job(JobState.FAILED, 78, 0));

        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("does not see the folder");
    }

    @Test
    void doesNotCallWorkEndedWhoseNodeFailedWhileItsScriptIsHeard() throws IOException {
        begun();
        pulses = true;
        assertThat(judge(job(JobState.NODE_FAIL, 0, 0))).isInstanceOf(Verdict.Undecided.class);

        pulses = false;
        assertThat(endOf(job(JobState.NODE_FAIL, 0, 0)).reason()).isEqualTo(Reason.NODE_FAILED);
    }

    @Test
    void takesOutOfTheQueueWhatHadBegunAndIsSilent() throws IOException {
        begun();
        pulses = true;
        assertThat(judge(job(JobState.PENDING, 0, 0))).isInstanceOf(Verdict.Undecided.class);

        pulses = false;
        assertThat(judge(job(JobState.PENDING, 0, 0))).isEqualTo(new Verdict.Remove(List.of(JOB)));
        intent = new Intent.KeepOut();
        assertThat(endOf(job(JobState.CANCELLED, 0, 0)).reason()).isEqualTo(Reason.NODE_FAILED);
    }

    @Test
    void tellsHowTheFirstStartEndedWhereAControllerStartedItAgain() throws IOException {
        begun();
        Files.writeString(place.resolve("again"), "");
        assertThat(endOf(job(JobState.FAILED, 79, 0)).reason()).isEqualTo(Reason.NODE_FAILED);

        ended(3, 0);
        WorkEnd end = endOf(job(JobState.FAILED, 3, 0));
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(3);
    }

    @Test
    void doesNotBelieveAFailureOfWhichTheScriptKnowsNothing() throws IOException {
        begun();
        pulses = true;
        assertThat(judge(job(JobState.FAILED, 1, 0))).isInstanceOf(Verdict.Undecided.class);

        pulses = false;
        assertThat(endOf(job(JobState.FAILED, 1, 0)).reason()).isEqualTo(Reason.NODE_FAILED);
        assertThat(endOf(job(JobState.FAILED, 137, 0)).reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(endOf(job(JobState.COMPLETED, 0, 0)).reason()).isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void submitsAnewOnlyWhatNoJobCanBegin() throws IOException {
        Files.delete(place.resolve("job.0"));

        assertThat(judge()).isInstanceOf(Verdict.Resubmit.class);

        assertThat(folder.begun(0)).isFalse();
        assertThat(folder.giveUp(0)).isTrue();
    }

    @Test
    void removesAnEarlierSubmissionThatCameLate() throws IOException {
        folder.submitting(1);

        assertThat(judge(job(JobState.PENDING, 0, 0), job(JobState.RUNNING, 0, 1)))
                .isEqualTo(new Verdict.Remove(List.of(JOB)));
    }

    @Test
    void doesNotSubmitAnewWhatLeftTheQueue() {
        WorkEnd end = endOf();

        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("42").contains("never began");
    }

    @Test
    void asksAccountingForWhatTheControllerForgot() throws IOException {
        begun();
        accounted = Optional.of(job(JobState.OUT_OF_MEMORY, 137, 0));

        assertThat(endOf().reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void isGoneOnlyAfterItsSilence() throws IOException {
        begun();
        pulses = true;
        assertThat(judge()).isInstanceOf(Verdict.Undecided.class);

        pulses = false;
        assertThat(endOf().reason()).isEqualTo(Reason.VANISHED);
    }

    @Test
    void blamesTheSiteForWhatAForgetfulControllerEnded() throws IOException {
        begun();
        ended(137, 137);
        assertThat(endOf().reason()).isEqualTo(Reason.EXIT_NON_ZERO);

        ran = true;
        assertThat(endOf().reason()).isEqualTo(Reason.NODE_FAILED);
    }

    @Test
    void endsWhatWasToldToStopByItsCode() throws IOException {
        begun();
        ended(143, 143);
        intent = new Intent.Stop();

        WorkEnd end = endOf(job(JobState.CANCELLED, 15, 0));

        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(143);
    }

    @Test
    void doesNotSubmitAnewWhatWasToldToStop() throws IOException {
        Files.delete(place.resolve("job.0"));
        intent = new Intent.Stop();

        assertThat(endOf().message()).contains("stopped before it started");
    }

    @Test
    void tellsWhatItWaitsForInTheQueue() {
        assertThat(judge(job(JobState.PENDING, 0, 0)))
                .isInstanceOfSatisfying(
                        Verdict.Waits.class, waits -> assertThat(waits.why()).isEqualTo("because"));
    }
}
