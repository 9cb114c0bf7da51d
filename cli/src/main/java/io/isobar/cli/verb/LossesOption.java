package io.isobar.cli.verb;

import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.view.LossText;
import io.isobar.proto.workload.v1.Loss;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether a job file is run although it says what a workload cannot. */
final class LossesOption {
    @Option(
            names = "--accept-losses",
            description = "Go on although something in a job file of another system changes the meaning of the work.")
    private boolean accepted;

    boolean accepted() {
        return accepted;
    }

    /** Warns of what was not carried over. */
    static void tell(List<Loss> losses, Surroundings surroundings) {
        surroundings.err().lines(LossText.lines(losses));
    }
}
