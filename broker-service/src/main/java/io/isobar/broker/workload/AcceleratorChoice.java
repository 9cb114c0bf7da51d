package io.isobar.broker.workload;

import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * So many units of one accelerator model, per replica.
 *
 * @param name as the user wrote it
 * @param modelId canonical id in the catalogue
 * @param count units per replica, 1 to 65,536
 * @param minimumMemory at least so much memory per unit; null: no claim beyond the model's
 */
public record AcceleratorChoice(
        String name, String modelId, int count, @Nullable Memory minimumMemory) {
    public static final int LARGEST_COUNT = 65_536;

    public AcceleratorChoice {
        if (count < 1 || count > LARGEST_COUNT) {
            throw new IllegalArgumentException("accelerator count must be 1 to " + LARGEST_COUNT + ", is " + count);
        }
    }
}
