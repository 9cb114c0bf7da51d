package io.isobar.broker.capacity;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * The accelerator of a pool.
 *
 * @param advertisedName as the region has it, verbatim
 * @param model null: the name did not resolve, and {@code problem} says why
 * @param unitKind what one unit is; null: not known
 * @param memoryPerUnit as reported; null: not known
 * @param problem why there is no model; empty where there is one
 * @param unit what the name says one unit is, where that is not a whole device: a partition, a share, a slice of a
 *     pod; null: a whole device, or a part that the name does not tell
 */
public record PoolAccelerator(
        String advertisedName,
        @Nullable AcceleratorModel model,
        @Nullable UnitKind unitKind,
        @Nullable Memory memoryPerUnit,
        String problem,
        @Nullable NamedUnit unit) {
    /** One whose name says nothing of its units. */
    public PoolAccelerator(
            String advertisedName,
            @Nullable AcceleratorModel model,
            @Nullable UnitKind unitKind,
            @Nullable Memory memoryPerUnit,
            String problem) {
        this(advertisedName, model, unitKind, memoryPerUnit, problem, null);
    }
}
