package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * So many units of one accelerator model, as a short text asks for them.
 *
 * @param text as the user wrote it
 * @param unit what the name says about one unit: a whole device, a partition, a share
 * @param count of such units, 1 to 65,536
 * @param minimumMemory the least memory per unit that the text asks for, nominal; null: whatever the model has.
 *     Compare it by {@link MemoryTolerance#covers}.
 */
public record AcceleratorRequest(
        String text,
        AcceleratorModel model,
        NamedUnit unit,
        int count,
        @Nullable Memory minimumMemory) {
    public static final int LARGEST_COUNT = 65_536;

    public AcceleratorRequest {
        if (count < 1 || count > LARGEST_COUNT) {
            throw new IllegalArgumentException("accelerator count: " + count + " is not from 1 to " + LARGEST_COUNT);
        }
    }

    /** How many devices are taken: slices of a pod stand for several. */
    public long devices() {
        return (long) count * unit.devices();
    }
}
