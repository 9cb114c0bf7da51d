package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Amounts;
import io.isobar.proto.workload.v1.WorkloadSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which task of an array of jobs is meant; each is a workload of its own. */
final class TaskOption {
    @Option(names = "--task", paramLabel = "INDEX", description = "Only this task of an array of jobs (--array).")
    private @Nullable Integer task;

    boolean isGiven() {
        return task != null;
    }

    /** The file, and of it the task that was named. */
    WorkloadSource of(WorkloadSource file) {
        return task == null ? file : of(file, task);
    }

    static WorkloadSource of(WorkloadSource file, int index) {
        if (index < 0) {
            throw Problem.usage("--task " + index + " is no index of a task", "name one of those of --array");
        }
        return file.toBuilder().setTask(index).build();
    }

    /** Says that a file is an array, of which one task was looked at because none was named. */
    void tell(List<Integer> tasks, Surroundings surroundings) {
        if (task == null && !tasks.isEmpty()) {
            surroundings
                    .err()
                    .line("isobar: an array of " + inWords(tasks) + ", each a workload of its own; this is task "
                            + tasks.getFirst() + ", --task names another");
        }
    }

    /** An array in words: {@code 31 tasks, 0 to 30}. */
    static String inWords(List<Integer> tasks) {
        return tasks.size() == 1
                ? "1 task, " + tasks.getFirst()
                : Amounts.count(tasks.size()) + " tasks, " + tasks.getFirst() + " to " + tasks.getLast();
    }
}
