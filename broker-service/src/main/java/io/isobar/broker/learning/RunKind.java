package io.isobar.broker.learning;

import java.util.Comparator;

/**
 * Runs that are expected to take alike against what is declared for them.
 *
 * @param tenant who declares how much work it is
 * @param family of the workload, as its users call it; folded to lower case
 * @param model canonical id of the accelerator; empty: none
 * @param replicas of the gang
 * @param units accelerator units of a replica; 0: none
 */
public record RunKind(String tenant, String family, String model, int replicas, int units) {
    /** Family by family, model by model. */
    public static final Comparator<RunKind> ORDER = Comparator.comparing(RunKind::family)
            .thenComparing(RunKind::model)
            .thenComparing(RunKind::tenant)
            .thenComparingInt(RunKind::replicas)
            .thenComparingInt(RunKind::units);

    /** Of all replicas; where a replica has none, it counts as one. */
    public long allUnits() {
        return (long) replicas * Math.max(1, units);
    }
}
