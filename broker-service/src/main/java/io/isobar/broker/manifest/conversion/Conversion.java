package io.isobar.broker.manifest.conversion;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;

/**
 * A job file as a workload.
 *
 * @param format what kind of file it is
 * @param losses everything that could not be carried over, in the order of the lines
 * @param words what the file says beside that in the words of a workload file, fields of its {@code spec} as YAML, each on the line
 *     where the file has it; not in {@code spec} yet. Empty: nothing
 * @param tasks indices of an array of jobs, ascending, of which {@code spec} is one; empty: the file is of one job
 */
public record Conversion(JobFormat format, WorkloadSpec spec, List<Loss> losses, String words, List<Integer> tasks) {
    public Conversion {
        losses = List.copyOf(losses);
        tasks = List.copyOf(tasks);
    }

    /** Of one job, with nothing in the words of a workload file. */
    public Conversion(JobFormat format, WorkloadSpec spec, List<Loss> losses) {
        this(format, spec, losses, "", List.of());
    }

    /** With what it says in the words of a workload file taken in. */
    public Conversion saying(WorkloadSpec whole, List<Loss> fewer) {
        return new Conversion(format, whole, fewer, "", tasks);
    }

    public boolean changesMeaning() {
        return losses.stream().anyMatch(Loss::changesMeaning);
    }

    /** This, where nothing changes the meaning; else throws {@link Failure} LOSSES_NOT_ACCEPTED that names each line that does. */
    public Conversion requireSameMeaning() {
        var changes = losses.stream()
                .filter(Loss::changesMeaning)
                .map(loss -> new Violation(loss.what(), loss.instead(), loss.line()))
                .toList();
        if (changes.isEmpty()) {
            return this;
        }
        throw Failure.of(Reason.LOSSES_NOT_ACCEPTED, changes);
    }
}
