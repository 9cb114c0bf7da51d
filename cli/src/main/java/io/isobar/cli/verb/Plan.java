package io.isobar.cli.verb;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.view.PlanText;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.PlanRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isobar plan}. */
@Command(
        name = "plan",
        description = "Where a workload would run, what it would cost, and who cannot take it. Changes nothing.")
final class Plan implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private FileOption file = new FileOption();

    @Mixin
    private TaskOption task = new TaskOption();

    @Mixin
    private LossesOption losses = new LossesOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    Plan(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var source = task.of(file.read(isobar.surroundings()));
        return isobar.with(broker -> {
            var plan = broker.workloads()
                    .plan(PlanRequest.newBuilder()
                            .setWorkload(source)
                            .setAcceptLosses(losses.accepted())
                            .build());
            LossesOption.tell(plan.getLossesList(), isobar.surroundings());
            task.tell(plan.getTasksList(), isobar.surroundings());
            output.print(
                    isobar.surroundings(),
                    plan,
                    frame -> PlanText.whole(plan, frame),
                    () -> names(plan.getDecision().getCandidatesList()));
            return plan.getDecision().getCandidatesCount() > 0 ? ExitCode.DONE : ExitCode.NOT_PLACEABLE;
        });
    }

    private static List<String> names(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.getRegion() + "/" + candidate.getPool())
                .toList();
    }
}
