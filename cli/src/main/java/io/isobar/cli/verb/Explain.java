package io.isobar.cli.verb;

import io.isobar.cli.view.ExplainText;
import io.isobar.proto.workload.v1.ExplainRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar explain}. */
@Command(
        name = "explain",
        description = "Why a workload runs where it runs, or why it waits, and what would change that.")
final class Explain implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID|NAME", description = "The workload.")
    private String id = "";

    Explain(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            var explanation = broker.workloads()
                    .explain(ExplainRequest.newBuilder().setId(id).build());
            output.print(
                    isobar.surroundings(),
                    explanation,
                    frame -> ExplainText.lines(explanation, frame),
                    () -> List.of(explanation.getWorkload().getId()));
            return 0;
        });
    }
}
