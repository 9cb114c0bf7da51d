package io.isobar.cli.verb;

import io.isobar.cli.follow.OutputFollower;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.execution.v1.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar logs}. */
@Command(
        name = "logs",
        description = "Show what a workload writes, byte by byte: its stdout on stdout, its stderr on stderr.")
final class Logs implements Callable<Integer> {
    private final Isobar isobar;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the workload has ended, over restarts of the broker.")
    private boolean follow;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "Of the Nth attempt, from 1 (default: the last, and those that follow it).")
    private long attempt;

    @Option(
            names = "--part",
            paramLabel = "N",
            description = "Of a gang in several parts: the Nth part, from 1 (default: the first).")
    private int part;

    @ArgGroup
    private Selection selection = new Selection();

    @Parameters(paramLabel = "ID|NAME", description = "The workload.")
    private String id = "";

    Logs(Isobar isobar) {
        this.isobar = isobar;
    }

    /** One stream alone. */
    static final class Selection {
        @Option(names = "--stdout", description = "Only stdout.")
        private boolean stdout;

        @Option(names = "--stderr", description = "Only stderr.")
        private boolean stderr;

        OutputStream stream() {
            if (stdout) {
                return OutputStream.OUTPUT_STREAM_STDOUT;
            }
            return stderr ? OutputStream.OUTPUT_STREAM_STDERR : OutputStream.OUTPUT_STREAM_UNSPECIFIED;
        }
    }

    @Override
    public Integer call() {
        if (attempt < 0) {
            throw Problem.usage("--attempt is " + attempt, "attempts are counted from 1");
        }
        if (part < 0) {
            throw Problem.usage("--part is " + part, "parts are counted from 1");
        }
        return isobar.with(broker -> {
            var output = new OutputFollower(broker, isobar.surroundings(), selection.stream(), part);
            if (!follow) {
                output.copy(id, attempt);
                return ExitCode.DONE;
            }
            var workload = attempt == 0 ? output.follow(id) : output.followOne(id, attempt);
            return WorkloadTable.isOver(workload) && !WorkloadTable.hasSucceeded(workload)
                    ? ExitCode.FAILED
                    : ExitCode.DONE;
        });
    }
}
