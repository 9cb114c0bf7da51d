package io.isobar.cli.verb;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Outlet;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Words;
import io.isobar.cli.view.PlanText;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.workload.v1.ListResponse;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isobar apply}. */
@Command(
        name = "apply",
        description = {
            "Run a workload: shows the plan, asks, submits, and says what to type next. Of an array of jobs (--array) each task is",
            "a workload of its own: the plan is that of the first, and all are submitted."
        })
final class Apply implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private FileOption file = new FileOption();

    @Mixin
    private TaskOption task = new TaskOption();

    @Mixin
    private LossesOption losses = new LossesOption();

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--queue", description = "Submit even what no pool could take as it is now; it waits.")
    private boolean queue;

    Apply(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var surroundings = isobar.surroundings();
        if (!yes && !surroundings.answers().isSomebodyThere()) {
            throw Problem.usage(
                    "apply asks before it submits, and nobody is there to answer (no terminal)",
                    "give -y to submit without being asked, or use plan to look only");
        }
        var id = requestId.of(surroundings);
        var source = task.of(file.read(surroundings));
        return isobar.with(broker -> {
            var plan = broker.workloads()
                    .plan(PlanRequest.newBuilder()
                            .setWorkload(source)
                            .setAcceptLosses(losses.accepted())
                            .build());
            show(plan);
            LossesOption.tell(plan.getLossesList(), surroundings);
            task.tell(plan.getTasksList(), surroundings);
            requireProspect(plan);
            var tasks = task.isGiven() ? List.<Integer>of() : plan.getTasksList();
            requireFew(tasks);
            if (!yes && !isAgreed(tasks)) {
                surroundings.err().line("isobar: not submitted");
                return ExitCode.FAILED;
            }
            if (tasks.isEmpty()) {
                tell(Submission.submit(broker, surroundings, request(id, source)), id);
            } else {
                var requests = tasks.stream()
                        .map(index -> request(ArraySubmission.requestId(id, index), TaskOption.of(source, index)))
                        .toList();
                tellAll(new ArraySubmission(broker, surroundings, id).submit(requests), tasks, id);
            }
            return ExitCode.DONE;
        });
    }

    private SubmitRequest request(String id, WorkloadSource source) {
        return SubmitRequest.newBuilder()
                .setRequestId(id)
                .setWorkload(source)
                .setAcceptLosses(losses.accepted())
                .build();
    }

    /** What a person reads goes where it does not stand in the way of a program's output. */
    private Outlet people() {
        var surroundings = isobar.surroundings();
        return output.isForPrograms() ? surroundings.err() : surroundings.out();
    }

    private void show(PlanResponse plan) {
        if (yes && output.isForPrograms()) {
            return;
        }
        var frame = output.frame(isobar.surroundings());
        people().lines(yes ? PlanText.brief(plan, frame) : PlanText.whole(plan, frame));
    }

    private void requireProspect(PlanResponse plan) {
        var reason = Words.token(plan.getDecision().getDominantReason());
        switch (Prospect.of(plan.getDecision())) {
            case NOW -> {}
            case LATER -> people().line("It cannot start now: it will wait in the queue.");
            case REFUSED ->
                throw new Problem(
                        ExitCode.REFUSED,
                        "not submitted: " + reason + ": " + plan.getDecision().getSummary(),
                        plan.getDecision().getWouldChangeList(),
                        "wait until other work of the tenant ends, or ask for more");
            case NEVER -> {
                if (!queue) {
                    throw new Problem(
                            ExitCode.NOT_PLACEABLE,
                            "not submitted: no pool could ever take it as it is: " + reason,
                            plan.getDecision().getWouldChangeList(),
                            "isobar plan shows the reasons pool by pool; --queue submits it all the same");
                }
                people().line("No pool could take it as it is now: it will wait until one can.");
            }
        }
    }

    private static void requireFew(List<Integer> tasks) {
        if (tasks.size() > ArraySubmission.MOST) {
            throw Problem.usage(
                    "the array has " + Amounts.count(tasks.size()) + " tasks, and apply submits at most "
                            + Amounts.count(ArraySubmission.MOST) + " at once",
                    "submit it in parts, each with its own --array");
        }
    }

    private boolean isAgreed(List<Integer> tasks) {
        var question = tasks.isEmpty() ? "Proceed? [y/N] " : "Submit " + TaskOption.inWords(tasks) + "? [y/N] ";
        var answer = isobar.surroundings().answers().ask(question).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private void tell(Workload workload, String requestId) {
        output.print(
                isobar.surroundings(),
                workload,
                frame -> {
                    var options = isobar.connectionOptions();
                    var id = workload.getId();
                    return List.of(
                            "Submitted " + workload.getSpec().getName() + " as " + id + ", "
                                    + WorkloadTable.state(workload) + " (request id " + requestId
                                    + (workload.getTraceId().isEmpty() ? "" : ", trace " + workload.getTraceId()) + ")",
                            "  isobar" + options + " watch " + id + "      follow its state",
                            "  isobar" + options + " logs -f " + id + "    follow its output",
                            "  isobar" + options + " explain " + id + "    why it runs where it runs, or why it waits",
                            "  isobar" + options + " cancel " + id + "     stop it");
                },
                () -> List.of(workload.getId()));
    }

    private void tellAll(List<Workload> workloads, List<Integer> tasks, String requestId) {
        output.print(
                isobar.surroundings(),
                ListResponse.newBuilder().addAllWorkloads(workloads).build(),
                frame -> {
                    var options = isobar.connectionOptions();
                    var first = workloads.getFirst();
                    var last = workloads.getLast();
                    return List.of(
                            "Submitted " + TaskOption.inWords(tasks) + ": "
                                    + first.getSpec().getName() + " as "
                                    + first.getId() + " to " + last.getSpec().getName() + " as " + last.getId()
                                    + " (request ids " + ArraySubmission.requestId(requestId, tasks.getFirst()) + " to "
                                    + ArraySubmission.requestId(requestId, tasks.getLast()) + ")",
                            "  isobar" + options + " get workloads      their states",
                            "  isobar" + options + " explain " + first.getId()
                                    + "    why one runs where it runs, or why it waits",
                            "  isobar" + options
                                    + " cancel ID...       stop some of them; apply -o name prints the ids of all");
                },
                () -> workloads.stream().map(Workload::getId).toList());
    }
}
