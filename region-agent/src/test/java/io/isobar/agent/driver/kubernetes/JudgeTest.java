package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.kubernetes.Judge.Sight;
import io.isobar.agent.driver.kubernetes.Stage.Trouble;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant NOW = BEGAN.plusSeconds(100);
    private static final Intent RUN = new Intent.Run();
    private static final Intent STOP = new Intent.Stop(Duration.ofSeconds(5));

    private static PodBuilder with(int replica, String phase, ContainerStateBuilder state) {
        return Written.ours(replica)
                .editStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("sidecar")
                .endContainerStatus()
                .addNewContainerStatus()
                .withName("work")
                .withState(state.build())
                .endContainerStatus()
                .endStatus();
    }

    private static PodBuilder running(int replica) {
        return with(
                replica,
                "Running",
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(BEGAN.plusSeconds(replica).toString())
                        .endRunning());
    }

    private static PodBuilder ended(int replica, int code, @Nullable String reason, int after) {
        return with(
                replica,
                code == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(code)
                        .withReason(reason)
                        .withStartedAt(BEGAN.toString())
                        .withFinishedAt(BEGAN.plusSeconds(after).toString())
                        .endTerminated());
    }

    private static PodBuilder waiting(int replica, String reason, String message) {
        return with(
                replica,
                "Pending",
                new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(reason)
                        .withMessage(message)
                        .endWaiting());
    }

    private static PodBuilder deleted(PodBuilder pod, int after, long grace) {
        return pod.editMetadata()
                .withDeletionTimestamp(
                        BEGAN.plusSeconds(after).plusSeconds(grace).toString())
                .withDeletionGracePeriodSeconds(grace)
                .endMetadata();
    }

    private static Sight sight(PodBuilder pod) {
        return sight(pod, NodeState.UP);
    }

    private static Sight sight(PodBuilder pod, NodeState node) {
        Pod built = pod.build();
        return new Sight(built, true, node, null);
    }

    private static Verdict judge(Intent intent, Sight... sights) {
        return Judge.judge(Arrays.asList(sights), intent, NOW);
    }

    private static WorkEnd over(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Over.class);
        return ((Verdict.Over) verdict).end();
    }

    @Test
    void runsWhenTheLastHasBegun() {
        assertThat(judge(RUN, sight(running(0)), sight(running(1)))).isEqualTo(new Verdict.Runs(BEGAN.plusSeconds(1)));
        assertThat(judge(RUN, sight(running(0)), new Sight(null, false, NodeState.UP, null)))
                .isEqualTo(new Verdict.Waits(1, "", Trouble.NONE));
        assertThat(judge(RUN, sight(ended(0, 0, null, 5)), sight(running(1)))).isInstanceOf(Verdict.Runs.class);
    }

    @Test
    void saysWhyItWaits() {
        PodBuilder unschedulable = Written.ours(0)
                .editStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
                .endCondition()
                .endStatus();

        assertThat(judge(RUN, sight(unschedulable)))
                .isEqualTo(new Verdict.Waits(
                        0, "Unschedulable: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.", Trouble.NONE));
        assertThat(judge(RUN, sight(waiting(0, "ContainerCreating", "")), sight(waiting(1, "ImagePullBackOff", "no"))))
                .isInstanceOfSatisfying(
                        Verdict.Waits.class,
                        waits -> assertThat(waits.trouble()).isEqualTo(Trouble.FAILING));
        assertThat(judge(RUN, sight(waiting(0, "InvalidImageName", "bad"))))
                .isInstanceOfSatisfying(
                        Verdict.Waits.class,
                        waits -> assertThat(waits.trouble()).isEqualTo(Trouble.HOPELESS));
    }

    @Test
    void endsWellWhenAllHave() {
        WorkEnd end = over(judge(RUN, sight(ended(0, 0, "Completed", 5)), sight(ended(1, 0, "Completed", 9))));

        assertThat(end).isEqualTo(new WorkEnd(Reason.EXIT_ZERO, 0, "", BEGAN.plusSeconds(9)));
    }

    @Test
    void breaksAGangByTheOneThatEndedBadlyFirst() {
        Verdict verdict =
                judge(RUN, sight(running(0)), sight(ended(1, 9, "Error", 20)), sight(ended(2, 3, "Error", 10)));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.end().exitCode()).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource({
        "7, Error, EXIT_NON_ZERO",
        "137, OOMKilled, OUT_OF_MEMORY",
        "127, ContainerCannotRun, LAUNCH_FAILED",
        "128, StartError, LAUNCH_FAILED",
        "137, ContainerStatusUnknown, NODE_FAILED"
    })
    void tellsHowAContainerEnded(int code, String reason, Reason expected) {
        assertThat(over(judge(RUN, sight(ended(0, code, reason, 5)))).reason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DeadlineExceeded, TIME_LIMIT",
        "Evicted, CANCELLED_BY_REGION",
        "Preempting, PREEMPTED",
        "NodeShutdown, NODE_FAILED",
        "OutOfnvidia.com/gpu, LAUNCH_FAILED",
        "UnexpectedAdmissionError, LAUNCH_FAILED"
    })
    void tellsHowAPodFailedOfWhichNoContainerTells(String reason, Reason expected) {
        PodBuilder failed = Written.ours(0)
                .editStatus()
                .withPhase("Failed")
                .withReason(reason)
                .withMessage("words")
                .endStatus();

        WorkEnd end = over(judge(RUN, sight(failed)));
        assertThat(end.reason()).isEqualTo(expected);
    }

    @Test
    void tellsAPreemptionFromADeletion() {
        PodBuilder preempted = deleted(ended(0, 143, "Error", 12), 10, 30)
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("PreemptionByScheduler")
                .endCondition()
                .endStatus();

        assertThat(over(judge(RUN, sight(preempted))).reason()).isEqualTo(Reason.PREEMPTED);
        assertThat(over(judge(RUN, sight(deleted(ended(0, 143, "Error", 12), 10, 30))))
                        .reason())
                .isEqualTo(Reason.CANCELLED_BY_REGION);
    }

    @Test
    void doesNotTakeADeletionAfterTheEndForItsReason() {
        assertThat(over(judge(RUN, sight(deleted(ended(0, 4, "Error", 9), 10, 30))))
                        .reason())
                .isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(over(judge(RUN, sight(deleted(ended(0, 0, "Completed", 9), 10, 30))))
                        .reason())
                .isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void isNotOverWhileSomethingMayRun() {
        assertThat(judge(RUN, sight(deleted(running(0), 10, 30)))).isInstanceOf(Verdict.Runs.class);
        assertThat(judge(STOP, sight(deleted(running(0), 10, 0), NodeState.SILENT)))
                .isInstanceOf(Verdict.Ending.class);
        assertThat(judge(STOP, sight(deleted(waiting(0, "ContainerCreating", ""), 10, 0), NodeState.SILENT)))
                .isInstanceOf(Verdict.Ending.class);
        assertThat(judge(RUN, sight(running(0), NodeState.SILENT))).isInstanceOf(Verdict.Runs.class);
        // A kubelet writes down that a pod failed before it has stopped it.
        assertThat(judge(STOP, sight(running(0).editStatus().withPhase("Failed").endStatus())))
                .isInstanceOf(Verdict.Ending.class);
        assertThat(judge(STOP, new Sight(null, true, NodeState.SILENT, null))).isInstanceOf(Verdict.Ending.class);
    }

    @Test
    void isOverWhenTheNodeIsGone() {
        WorkEnd end = over(judge(RUN, sight(running(0), NodeState.GONE)));

        assertThat(end.reason()).isEqualTo(Reason.NODE_FAILED);
        assertThat(end.message()).contains("n1");
    }

    @Test
    void tellsOfWhatWasStoppedTheCodeOfTheFirst() {
        WorkEnd end = over(judge(
                STOP, sight(deleted(ended(0, 143, "Error", 20), 10, 5)), sight(deleted(ended(1, 0, null, 15), 10, 5))));

        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(143);
        assertThat(over(judge(STOP, new Sight(null, false, NodeState.UP, null))).message())
                .contains("before it started");
    }

    @Test
    void doesNotGuessHowAPodEndedThatSomebodyRemoved() {
        assertThat(over(judge(RUN, new Sight(null, true, NodeState.UP, null))).reason())
                .isEqualTo(Reason.VANISHED);
        assertThat(judge(RUN, new Sight(null, true, NodeState.UP, null), sight(running(1))))
                .isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void beganOnlyWhereAllDid() {
        List<Sight> sights = List.of(sight(ended(0, 127, "ContainerCannotRun", 1)), sight(running(1)));

        assertThat(Judge.allBegan(sights, RUN, NOW)).isEmpty();
        assertThat(Judge.allBegan(List.of(sight(ended(0, 1, "Error", 1))), RUN, NOW))
                .contains(BEGAN);
    }

    /** Asks every 10 s, and is stopped after 11 answers that did not come. */
    private static Sight asking(int code, int after, int confirmedAfter) {
        Pod pod = ended(0, code, code == 0 ? "Completed" : "Error", after).build();
        pod.getSpec()
                .getContainers()
                .getFirst()
                .setLivenessProbe(new LeaseProbe(new HostPort("h", 1), 10, 5, 11)
                        .probe(Written.mark(0).podName()));
        return new Sight(pod, true, NodeState.UP, BEGAN.plusSeconds(confirmedAfter));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "137", "143"})
    void whatNobodyConfirmedForLongEnoughWasStoppedByItsNodeByWhateverCodeItEnds(int code) {
        WorkEnd end = over(judge(RUN, asking(code, 300, 200)));

        assertThat(end.reason()).isEqualTo(Reason.REGION_LOST);
        assertThat(end.exitCode()).isEqualTo(code);
        assertThat(end.message()).contains("not confirmed for 100 s");
    }

    @Test
    void whatWasConfirmedUntilShortlyBeforeEndedByItself() {
        assertThat(over(judge(RUN, asking(0, 294, 200))).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(over(judge(RUN, asking(137, 294, 200))).reason()).isEqualTo(Reason.EXIT_NON_ZERO);
    }

    /** A kubelet counts from when it started it. */
    @Test
    void whatEndsSoonAfterItBeganEndedByItself() {
        assertThat(over(judge(RUN, asking(0, 90, -500))).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(over(judge(RUN, asking(0, 95, -500))).reason()).isEqualTo(Reason.REGION_LOST);
    }

    @Test
    void whatUsedUpItsMemoryWasNotStoppedByItsNodeForItsSilence() {
        Sight sight = asking(137, 300, 200);
        Objects.requireNonNull(sight.pod())
                .getStatus()
                .getContainerStatuses()
                .getLast()
                .getState()
                .getTerminated()
                .setReason("OOMKilled");

        assertThat(over(judge(RUN, sight)).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }
}
