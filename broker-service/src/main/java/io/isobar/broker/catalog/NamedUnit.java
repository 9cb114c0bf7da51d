package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.util.Locale;
import java.util.regex.Pattern;
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
    private static final Pattern PROFILE = Pattern.compile("[1-9]g\\.([0-9]{1,3})gb(?:\\..*)?");

    /** Whether it is a device like any other of its model, apart from its memory. */
    public boolean isWhole() {
        return profile == null;
    }

    /** Whether both are the same partition, share or slice. */
    public boolean sameAs(NamedUnit other) {
        return kind == other.kind
                && profile != null
                && other.profile != null
                && profile.equalsIgnoreCase(other.profile);
    }

    /** A name of such a unit of a model, that resolves to it. */
    public String nameOf(AcceleratorModel model) {
        if (profile == null) {
            return model.name();
        }
        return switch (kind) {
            case null -> profile;
            case PARTITION, CORE_GROUP -> model.name() + "-MIG-" + profile;
            case SLICE -> model.name() + "-" + profile.toUpperCase(Locale.ROOT);
            case CARD, DIE -> profile;
        };
    }

    /** One whole device of a model, with the memory that the catalogue has. */
    static NamedUnit whole(AcceleratorModel model) {
        return new NamedUnit(model.unitKind(), null, null, 1);
    }

    static NamedUnit withMemory(AcceleratorModel model, Memory memory) {
        return new NamedUnit(model.unitKind(), memory, null, 1);
    }

    /** A partition by the name of its profile ({@code 1g.10gb}), which tells its memory. */
    public static NamedUnit partition(String profile) {
        var memory = PROFILE.matcher(profile);
        return new NamedUnit(
                UnitKind.PARTITION,
                memory.matches() ? Memory.ofGibibytes(Long.parseLong(memory.group(1))) : null,
                profile,
                1);
    }

    static NamedUnit partition(String profile, Memory memory) {
        return new NamedUnit(UnitKind.PARTITION, memory, profile, 1);
    }
}
