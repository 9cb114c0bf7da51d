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
 */
public record Conversion(JobFormat format, WorkloadSpec spec, List<Loss> losses, String words) {
    public Conversion {
        losses = List.copyOf(losses);
    }

    /** With nothing in the words of a workload file. */
    public Conversion(JobFormat format, WorkloadSpec spec, List<Loss> losses) {
        this(format, spec, losses, "");
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
