package io.isobar.broker.placement;

import io.isobar.broker.workload.WorkloadSpec;
import java.util.Set;

/**
 * A workload that asks for a place.
 *
 * @param avoided names of regions that its retry rule keeps it from
 * @param crowded names of regions where its spread rule allows no more of it
 */
public record Asked(WorkloadSpec spec, Set<String> avoided, Set<String> crowded) {
    public Asked {
        avoided = Set.copyOf(avoided);
        crowded = Set.copyOf(crowded);
    }

    /** One that may go to any region. */
    public static Asked of(WorkloadSpec spec) {
        return new Asked(spec, Set.of(), Set.of());
    }

    boolean isKeptFromAny() {
        return !avoided.isEmpty() || !crowded.isEmpty();
    }

    /** Whether it may not go to a region now that it could go to otherwise. */
    boolean isKeptFrom(String region) {
        return avoided.contains(region) || crowded.contains(region);
    }

    Asked avoidingNothing() {
        return new Asked(spec, Set.of(), crowded);
    }
}
