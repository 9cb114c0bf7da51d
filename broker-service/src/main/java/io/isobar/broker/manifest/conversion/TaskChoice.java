package io.isobar.broker.manifest.conversion;

import io.isobar.broker.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which task of an array of jobs is meant. Each is a workload of its own: it waits, starts, fails and is tried again without the others. */
public final class TaskChoice {
    private TaskChoice() {}

    /**
     * The task that is wanted of an array.
     *
     * @param tasks its indices, ascending; one at least
     * @param wanted null: the first
     * @throws Failure INVALID_ARGUMENT where there is no such task
     */
    public static int of(List<Integer> tasks, @Nullable Integer wanted) {
        if (wanted != null && !tasks.contains(wanted)) {
            throw Failure.invalid(
                    "workload.task",
                    "is " + wanted + ", and the file has no such task: it has " + tasks.size() + ", " + tasks.getFirst()
                            + " to " + tasks.getLast());
        }
        return wanted == null ? tasks.getFirst() : wanted;
    }

    /** Of what is one job no task can be wanted: throws {@link Failure} INVALID_ARGUMENT. */
    public static void none(@Nullable Integer wanted) {
        if (wanted != null) {
            throw Failure.invalid("workload.task", "is for arrays of jobs, and the file is of one job; leave it out");
        }
    }
}
