package io.isobar.broker.capacity;

import io.isobar.broker.catalog.AcceleratorModel;
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
 */
public record PoolAccelerator(
        String advertisedName,
        @Nullable AcceleratorModel model,
        @Nullable UnitKind unitKind,
        @Nullable Memory memoryPerUnit,
        String problem) {}
