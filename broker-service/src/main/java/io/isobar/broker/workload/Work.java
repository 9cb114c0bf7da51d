package io.isobar.broker.workload;

import org.jspecify.annotations.Nullable;

/**
 * How much work it is.
 *
 * @param hours on the reference accelerator; positive and finite
 * @param onModel canonical id of the reference; null: wherever it runs it takes so long
 * @param on the reference as the user wrote it; null with {@code onModel}
 * @param family family of the workload, under which speeds are learned; null: none
 */
public record Work(
        double hours,
        @Nullable String onModel,
        @Nullable String on,
        @Nullable String family) {
    public Work {
        if (!(hours > 0) || Double.isInfinite(hours)) {
            throw new IllegalArgumentException("work.hours must be positive, is " + hours);
        }
    }

    /** A share of it, above 0. */
    public Work part(double share) {
        return new Work(hours * share, onModel, on, family);
    }
}
