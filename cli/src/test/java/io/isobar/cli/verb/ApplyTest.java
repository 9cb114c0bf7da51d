package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.rpc.Code;
import io.grpc.Status;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.Plans;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.workload.v1.SubmitRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyTest {
    private static final String MANIFEST = "kind: Workload\n";

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run run(String... arguments) {
        return Run.of(broker.address(), MANIFEST, Run.NOBODY, arguments);
    }

    @Test
    void planShowsTheChosenAndSubmitsNothing() {
        var run = run("plan", "-f", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("* CHOSEN: yangtze-mixed/nvidia-a100-80gb, 2,246,400.00 CNY in all");
        assertThat(workloads.submitted).isEmpty();
    }

    @Test
    void planOfWhatNobodyCanTakeEndsWithThree() {
        workloads.plan = Plans.refused(Reason.REASON_STACK_MISSING);
        var run = run("plan", "-f", "-");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("STACK_MISSING").contains("What would change it:");
    }

    @Test
    void applySubmitsTheFileAndSaysWhatToTypeNext() {
        var run = run("apply", "-y", "-f", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Submitted pangu-weather as w-0123456789, QUEUED (request id cli-")
                .contains("isobar watch w-0123456789")
                .contains("isobar logs -f w-0123456789")
                .contains("isobar explain w-0123456789")
                .contains("isobar cancel w-0123456789");
        assertThat(workloads.submitted.getFirst().getWorkload().getManifest().toStringUtf8())
                .isEqualTo(MANIFEST);
    }

    @Test
    void ofAnArrayEveryTaskIsSubmittedOnce() {
        workloads.plan =
                Plans.placed().toBuilder().addAllTasks(List.of(3, 7, 11)).build();

        var run = run("apply", "-y", "-f", "-", "--request-id", "night");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains(
                        "an array of 3 tasks, 3 to 11, each a workload of its own; this is task 3, --task names another");
        assertThat(run.out()).contains("Submitted 3 tasks, 3 to 11: ", "(request ids night.3 to night.11)");
        assertThat(workloads.submitted)
                .extracting(
                        SubmitRequest::getRequestId, one -> one.getWorkload().getTask())
                .containsExactlyInAnyOrder(tuple("night.3", 3), tuple("night.7", 7), tuple("night.11", 11));
        assertThat(run("apply", "-y", "-f", "-", "-o", "name").out().lines()).hasSize(3);
    }

    @Test
    void ofAnArrayOneTaskIsSubmittedWhereItIsNamed() {
        workloads.plan =
                Plans.placed().toBuilder().addAllTasks(List.of(3, 7, 11)).build();

        assertThat(run("apply", "-y", "-f", "-", "--task", "7").code()).isZero();

        assertThat(workloads.planned.getLast().getWorkload().getTask()).isEqualTo(7);
        assertThat(workloads.submitted).singleElement().satisfies(one -> {
            assertThat(one.getWorkload().getTask()).isEqualTo(7);
            assertThat(one.getRequestId()).startsWith("cli-").doesNotContain(".");
        });
    }

    @Test
    void anArrayThatIsRefusedOnTheWaySaysHowFarItCameAndHowToGoOn() {
        workloads.plan = Plans.placed().toBuilder()
                .addAllTasks(IntStream.range(0, 100).boxed().toList())
                .build();
        workloads.failSubmits.add(
                Refusal.of(Code.RESOURCE_EXHAUSTED, "QUOTA", "the tenant may have no more in its queue", Map.of()));

        var run = run("apply", "-y", "-f", "-", "--request-id", "night");

        assertThat(run.code()).isNotZero();
        assertThat(workloads.submitted.size()).isLessThan(100);
        assertThat(run.err())
                .contains("the tenant may have no more in its queue")
                .containsPattern("[0-9]+ of 100 tasks were submitted before")
                .contains("then run the same command", "--request-id night: it goes on");
    }

    @Test
    void anArrayIsAskedForAsAWhole() {
        workloads.plan = Plans.placed().toBuilder().addAllTasks(List.of(0, 1)).build();
        var asked = new Run.Answer(true, "n");

        assertThat(Run.of(broker.address(), MANIFEST, asked, "apply", "-f", "-").code())
                .isEqualTo(1);
        assertThat(workloads.submitted).isEmpty();
    }

    @Test
    void withoutATerminalApplyWantsToBeTold() {
        var run = run("apply", "-f", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no terminal").contains("give -y");
        assertThat(workloads.submitted).isEmpty();
    }

    @Test
    void onlyAYesIsAYes() {
        for (var no : new String[] {"", "n", "yep", "  "}) {
            var run = Run.of(broker.address(), MANIFEST, new Run.Answer(true, no), "apply", "-f", "-");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("not submitted");
        }
        assertThat(workloads.submitted).isEmpty();
        assertThat(Run.of(broker.address(), MANIFEST, new Run.Answer(true, "Y"), "apply", "-f", "-")
                        .code())
                .isZero();
        assertThat(workloads.submitted).hasSize(1);
    }

    @Test
    void whatMustWaitIsSubmittedAndToldToWait() {
        workloads.plan = Plans.refused(Reason.REASON_FRAGMENTED);
        var run = run("apply", "-y", "-f", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("will wait in the queue");
        assertThat(workloads.submitted).hasSize(1);
    }

    @Test
    void whatNoPoolCouldEverTakeIsNotSubmittedUnlessAskedTo() {
        workloads.plan = Plans.refused(Reason.REASON_STACK_MISSING);
        var refused = run("apply", "-y", "-f", "-");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("STACK_MISSING").contains("--queue");
        assertThat(workloads.submitted).isEmpty();
        assertThat(run("apply", "-y", "--queue", "-f", "-").code()).isZero();
        assertThat(workloads.submitted).hasSize(1);
    }

    @Test
    void whatTheQuotaForbidsEndsWithFive() {
        workloads.plan = Plans.refused(Reason.REASON_QUOTA);
        assertThat(run("apply", "-y", "-f", "-").code()).isEqualTo(5);
        assertThat(workloads.submitted).isEmpty();
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameRequestId() {
        workloads.failSubmits.add(Status.UNAVAILABLE.asRuntimeException());
        workloads.failSubmits.add(Refusal.of(Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", "down", Map.of()));
        assertThat(run("apply", "-y", "-f", "-", "--request-id", "mine").code()).isZero();
        assertThat(workloads.submitted)
                .hasSize(3)
                .extracting(SubmitRequest::getRequestId)
                .containsOnly("mine");
    }

    @Test
    void whenNoAnswerComesTheRequestIdToGoOnWithIsTold() {
        for (int i = 0; i < 10; i++) {
            workloads.failSubmits.add(Status.UNAVAILABLE.asRuntimeException());
        }
        var run = run("apply", "-y", "-f", "-", "--request-id", "mine");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains("is not known").contains("--request-id mine");
    }

    @Test
    void forProgramsOnlyTheRecordIsPrinted() {
        assertThat(run("apply", "-y", "-f", "-", "-o", "name").out()).isEqualTo("w-0123456789\n");
        assertThat(run("apply", "-y", "-f", "-", "-o", "json").out())
                .startsWith("{\n  \"id\": \"w-0123456789\"")
                .endsWith("}\n");
    }

    @Test
    void everyProblemOfTheFileIsPrintedOnItsLine() {
        workloads.refusal =
                Refusal.ofFields("spec.replicas", "line 4: must be 1 to 100,000, is -3", "kind", "is missing");
        var run = run("apply", "-y", "-f", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .contains("  spec.replicas: line 4: must be 1 to 100,000, is -3", "  kind: is missing");
    }
}
