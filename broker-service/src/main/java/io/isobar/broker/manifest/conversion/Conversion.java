package io.isobar.broker.manifest.conversion;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;

/**
 * A job file of another system as a workload.
 *
 * @param losses everything that could not be carried over, in the order of the lines
 */
public record Conversion(WorkloadSpec spec, List<Loss> losses) {
    public Conversion {
        losses = List.copyOf(losses);
    }

    public boolean changesMeaning() {
        return losses.stream().anyMatch(Loss::changesMeaning);
    }

    /** The workload, where nothing changes its meaning; else throws {@link Failure} that names each line that does. */
    public WorkloadSpec withoutChangeOfMeaning() {
        var changes = losses.stream()
                .filter(Loss::changesMeaning)
                .map(loss -> new Violation(loss.what(), loss.instead(), loss.line()))
                .toList();
        if (changes.isEmpty()) {
            return spec;
        }
        throw Failure.of(Reason.INVALID_MANIFEST, changes);
    }
}
