package io.isobar.broker.manifest.slurm;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.TaskChoice;
import io.isobar.broker.workload.TaskArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task of an array of jobs, which is a workload of its own: it waits, starts, fails and is tried again without the others. */
record ArrayTask(ArrayIndices array, int index) {
    /**
     * The task that is wanted of what a script says of an array.
     *
     * @param wanted its index; null: the first
     * @return empty: the script is of one job, or what it says is no array
     * @throws Failure INVALID_ARGUMENT where there is no such task
     */
    static Optional<ArrayTask> of(Component options, @Nullable Integer wanted, Findings findings) {
        var given = options.last(SbatchOption.ARRAY).orElse(null);
        if (given == null) {
            TaskChoice.none(wanted);
            return Optional.empty();
        }
        var array = findings.read(given.line(), given.option().toString(), () -> ArrayIndices.parse(given.value()));
        if (array == null) {
            return Optional.empty();
        }
        int index = TaskChoice.of(array.indices(), wanted);
        return Optional.of(new ArrayTask(array, index));
    }

    /** How many of the tasks may run at once ({@code %4}); null: as many as there is room for. */
    @Nullable
    TaskArray inTurn(String name) {
        var atOnce = array.atOnce();
        return atOnce == null || atOnce >= array.size() ? null : new TaskArray(name, atOnce);
    }
}
