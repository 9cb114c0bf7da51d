package io.isobar.broker.placement;

import io.isobar.broker.workload.WorkloadSpec;
import java.util.Set;

/**
 * A workload that asks for a place.
 *
 * @param avoided regions that its retry rule keeps it from, by name
 */
public record Asked(WorkloadSpec spec, Set<String> avoided) {
    public Asked {
        avoided = Set.copyOf(avoided);
    }
}
