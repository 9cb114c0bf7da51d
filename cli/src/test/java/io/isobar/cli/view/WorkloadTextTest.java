package io.isobar.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Records;
import io.isobar.cli.text.Table;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadTextTest {
    private static String text(int width, WorkloadSpec.Builder spec) {
        return WorkloadText.lines(
                        Workload.newBuilder().setId("w-1").setSpec(spec).build(),
                        List.of(),
                        new Frame(width, Records.NOW, ZoneOffset.UTC))
                .stream()
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    private static WorkloadSpec.Builder running(String script) {
        return WorkloadSpec.newBuilder()
                .setName("heat")
                .addVariants(Variant.newBuilder().setStack("cpu").addAllCommand(List.of("sh", "-c", script)));
    }

    @Test
    void aScriptIsCutWhereTheFactsAreToFitAndWholeWhereAllIsWanted() {
        var script = "\uD83D\uDE00".repeat(1_000) + " end";

        assertThat(text(Table.WIDTH, running(script)))
                .contains("… (1,012 characters; -o wide shows all)")
                .doesNotContain("end");
        assertThat(text(Table.UNLIMITED, running(script))).contains(script).doesNotContain("-o wide");
    }

    @Test
    void aCommandThatIsShortIsWhole() {
        assertThat(text(Table.WIDTH, running("echo hello"))).containsPattern("variant +cpu: sh -c 'echo hello'");
    }

    @Test
    void saysWhyEarlierAttemptsEnded() {
        var left = Records.attempt("w-0123456789", 1, AttemptState.ATTEMPT_STATE_ENDED).toBuilder()
                .setOutcome(AttemptOutcome.ATTEMPT_OUTCOME_PREEMPTED)
                .setMessage("left the queue of hpc/a100-queue, as cloud/a100 had room for it")
                .build();
        var done = Records.attempt("w-0123456789", 2, AttemptState.ATTEMPT_STATE_ENDED).toBuilder()
                .setOutcome(AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED)
                .setMessage("of no interest")
                .build();
        var workload = Workload.newBuilder()
                .setId("w-0123456789")
                .setSpec(running("true"))
                .build();

        assertThat(WorkloadText.lines(workload, List.of(done, left), new Frame(80, Records.NOW, ZoneOffset.UTC)))
                .anyMatch(line -> line.startsWith("  w-0123456789-1 left the queue of hpc/a100-queue"))
                .noneMatch(line -> line.contains("of no interest"));
    }

    @Test
    void saysThatProcessorsWillDo() {
        var resources = Resources.newBuilder()
                .addAccelerators(
                        AcceleratorRequest.newBuilder().setModelId("hygon-z100").setCount(1))
                .addAccelerators(AcceleratorRequest.newBuilder().setNone(true));

        assertThat(text(Table.WIDTH, running("true").setResources(resources)))
                .contains("hygon-z100:1 or no accelerator");
    }
}
