package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.ExplainText;
import io.isobar.cli.view.Frame;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.ExplainResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--replay",
            description = "Take the decision again on the inputs that were stored with it, and show what differs.")
    private boolean replay;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "Of the decision that gave the Nth attempt its place, from 1 (default: the last one).")
    private long attempt;

    Explain(Isobar isobar) {
        this.isobar = isobar;
    }

    private List<String> lines(ExplainResponse explanation, Frame frame) {
        if (!replay || explanation.hasReplay()) {
            return ExplainText.lines(explanation, frame);
        }
        var lines = new ArrayList<>(ExplainText.lines(explanation, frame));
        lines.add("");
        lines.add(
                explanation.hasDecision()
                        ? "not replayed: this broker is older than --replay"
                        : "not replayed: no decision was taken yet");
        return lines;
    }

    @Override
    public Integer call() {
        if (attempt < 0) {
            throw Problem.usage("--attempt is " + attempt, "attempts are counted from 1");
        }
        return isobar.with(broker -> {
            var explanation = broker.workloads()
                    .explain(ExplainRequest.newBuilder()
                            .setId(id)
                            .setReplay(replay)
                            .setEpoch(attempt)
                            .build());
            output.print(
                    isobar.surroundings(),
                    explanation,
                    frame -> lines(explanation, frame),
                    () -> List.of(explanation.getWorkload().getId()));
            return 0;
        });
    }
}
