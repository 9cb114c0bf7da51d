package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.workload.v1.ConvertResponse;
import io.isobar.proto.workload.v1.JobFormat;
import io.isobar.proto.workload.v1.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConvertTest {
    private static final String SCRIPT = "#!/bin/bash\n#SBATCH -J train\n";
    private static final String MANIFEST = "apiVersion: isobar/v1\nkind: Workload\nmetadata:\n  name: pangu-weather\n";
    private static final Loss MAIL = Loss.newBuilder()
            .setLine(4)
            .setWhat("--mail-type=ALL")
            .setInstead("nobody is mailed; isobar watch follows it")
            .build();
    private static final Loss DEPENDENCY = Loss.newBuilder()
            .setLine(6)
            .setWhat("--dependency=afterok:12345")
            .setInstead("it does not wait for other jobs, and begins as soon as there is room for it; "
                    + "submit it when they have ended")
            .setChangesMeaning(true)
            .build();

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run run(String... arguments) {
        return Run.of(broker.address(), SCRIPT, Run.NOBODY, arguments);
    }

    private static ConvertResponse conversion(JobFormat format, Loss... losses) {
        return ConvertResponse.newBuilder()
                .setManifest(MANIFEST)
                .setSpec(Records.spec("pangu-weather"))
                .setFormat(format)
                .addAllLosses(List.of(losses))
                .build();
    }

    @Test
    void theWorkloadFileAloneGoesToTheStandardOutput() {
        workloads.conversion = conversion(JobFormat.JOB_FORMAT_SLURM, MAIL, DEPENDENCY);
        var run = run("convert", "-f", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(MANIFEST);
        assertThat(run.err()).startsWith("""
                        isobar: standard input was read as a batch script of Slurm
                        isobar: not carried over: 2 things that the file says; 1 of them changes what the work does
                          lost     line 4: --mail-type=ALL: nobody is mailed; isobar watch follows it
                          changed  line 6: --dependency=afterok:12345: it does not wait for other jobs""");
        assertThat(run.err().lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void whatLosesNothingSaysSo() {
        workloads.conversion = conversion(JobFormat.JOB_FORMAT_KUBERNETES);
        assertThat(run("convert", "-f", "-").err())
                .isEqualTo("isobar: standard input was read as a job of Kubernetes; everything was carried over\n");
        workloads.conversion = conversion(JobFormat.JOB_FORMAT_WORKLOAD);
        assertThat(run("convert", "-f", "-").err()).contains("a workload file already");
    }

    @Test
    void jsonHoldsBoth() {
        workloads.conversion = conversion(JobFormat.JOB_FORMAT_SKYPILOT, DEPENDENCY);
        var run = run("convert", "-f", "-", "-o", "json");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("\"manifest\": \"apiVersion: isobar/v1\\n")
                .contains("\"line\": 6")
                .contains("\"changesMeaning\": true")
                .contains("\"format\": \"JOB_FORMAT_SKYPILOT\"");
        assertThat(run("convert", "-f", "-", "-o", "name").out()).isEqualTo("pangu-weather\n");
    }

    @Test
    void aFileThatCannotBeReadEndsWithTwo() {
        workloads.refusal =
                Refusal.ofFields("--gres", "line 3: A100 may mean A100-40GB, A100-80GB. Write one of them.");
        var run = run("convert", "-f", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--gres: line 3: A100 may mean");
        assertThat(run("convert").code()).isEqualTo(2);
        assertThat(run("convert", "-f", "no-such-file").err()).contains("there is no file");
    }

    @Test
    void planAndApplyWarnOfWhatIsLost() {
        workloads.plan = workloads.plan.toBuilder().addLosses(MAIL).build();
        for (var run : List.of(run("plan", "-f", "-"), run("apply", "-y", "-f", "-"))) {
            assertThat(run.code()).isZero();
            assertThat(run.err())
                    .contains("1 thing that the file says; none of it changes what the work does")
                    .contains("  lost     line 4: --mail-type=ALL");
        }
    }

    @Test
    void lossesAreAcceptedOnlyWhereTheUserSaysSo() {
        run("plan", "-f", "-");
        run("plan", "-f", "-", "--accept-losses");
        run("apply", "-y", "-f", "-", "--accept-losses");
        assertThat(workloads.planned).extracting(plan -> plan.getAcceptLosses()).containsExactly(false, true, true);
        assertThat(workloads.submitted).singleElement().matches(submit -> submit.getAcceptLosses());
    }

    @Test
    void whatChangesTheMeaningIsRefusedWithTheWayOut() {
        workloads.refusal =
                Refusal.of(Code.INVALID_ARGUMENT, "LOSSES_NOT_ACCEPTED", "line 6: --dependency: …", Map.of());
        for (var run : List.of(run("plan", "-f", "-"), run("apply", "-y", "-f", "-"))) {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("--accept-losses").contains("isobar convert");
        }
        assertThat(workloads.submitted).isEmpty();
    }
}
