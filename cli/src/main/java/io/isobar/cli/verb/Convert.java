package io.isobar.cli.verb;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.view.LossText;
import io.isobar.proto.workload.v1.ConvertRequest;
import io.isobar.proto.workload.v1.ConvertResponse;
import io.isobar.proto.workload.v1.JobFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isobar convert}. */
@Command(
        name = "convert",
        description = {
            "Print the workload file of a Slurm batch script, a Job or Pod of Kubernetes, a PyTorchJob, a Volcano Job or a",
            "SkyPilot task; what could not be carried over is told on the standard error, line by line."
        })
final class Convert implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private FileOption file = new FileOption();

    @Mixin
    private TaskOption task = new TaskOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    Convert(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var surroundings = isobar.surroundings();
        var source = task.of(file.read(surroundings));
        return isobar.with(broker -> {
            var converted = broker.workloads()
                    .convert(ConvertRequest.newBuilder().setWorkload(source).build());
            output.print(
                    surroundings,
                    converted,
                    frame -> converted.getManifest().lines().toList(),
                    () -> List.of(converted.getSpec().getName()));
            if (!output.isForPrograms()) {
                surroundings.err().line("isobar: " + taken(converted));
            }
            task.tell(converted.getTasksList(), surroundings);
            LossesOption.tell(converted.getLossesList(), surroundings);
            return ExitCode.DONE;
        });
    }

    private String taken(ConvertResponse converted) {
        var format = LossText.format(converted.getFormat());
        var read = file.shown() + " was read as " + (format.isEmpty() ? "something newer than this isobar" : format);
        if (converted.getFormat() == JobFormat.JOB_FORMAT_WORKLOAD) {
            return read + " already; this is the same without comments and without what is usual";
        }
        return converted.getLossesCount() == 0 ? read + "; everything was carried over" : read;
    }
}
