package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What a name says about one unit, beyond its model.
 *
 * @param kind null: not known
 * @param memory nominal memory of the unit where the name states another one than the catalogue has for the model
 *     ({@code RTX4090-48GB}), or of a partition; null: the name says nothing of its own
 * @param profile the partition or slice as its vendor writes it ({@code 1g.10gb}, {@code v5p-32}); null: a whole device
 * @param devices how many devices the name stands for, taken together or not at all; 1 except for slices of a pod
 */
public record NamedUnit(
        @Nullable UnitKind kind,
        @Nullable Memory memory,
        @Nullable String profile,
        int devices) {
    /** One whole device of a model, with the memory that the catalogue has. */
    static NamedUnit whole(AcceleratorModel model) {
        return new NamedUnit(model.unitKind(), null, null, 1);
    }

    static NamedUnit withMemory(AcceleratorModel model, Memory memory) {
        return new NamedUnit(model.unitKind(), memory, null, 1);
    }

    static NamedUnit partition(String profile, Memory memory) {
        return new NamedUnit(UnitKind.PARTITION, memory, profile, 1);
    }
}
