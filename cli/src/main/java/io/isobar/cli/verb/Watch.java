package io.isobar.cli.verb;

import io.isobar.cli.follow.StateFollower;
import io.isobar.cli.output.JsonText;
import io.isobar.cli.output.YamlText;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Words;
import io.isobar.cli.view.WatchLine;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.workload.v1.Workload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar watch}. */
@Command(
        name = "watch",
        description =
                "Follow the state of a workload, a line for each change, until it has ended. Survives a restart of"
                        + " the broker.")
final class Watch implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID|NAME", description = "The workload.")
    private String id = "";

    Watch(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            var last = new StateFollower(broker, isobar.surroundings()).follow(id, WorkloadTable::isOver, this::show);
            return WorkloadTable.hasSucceeded(last) ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    private void show(Workload workload) {
        var surroundings = isobar.surroundings();
        var out = surroundings.out();
        switch (output.format()) {
            case json -> out.line(JsonText.line(workload));
            case yaml -> out.text("---\n" + YamlText.of(workload));
            case name -> out.line(Escapes.line(workload.getId() + " " + Words.token(workload.getState())));
            case table, wide -> out.line(WatchLine.of(workload, output.frame(surroundings)));
        }
    }
}
