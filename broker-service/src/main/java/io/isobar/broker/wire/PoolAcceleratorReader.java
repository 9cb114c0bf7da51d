package io.isobar.broker.wire;

import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorResolver;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/** Reads the accelerator of a pool, and finds its model in the catalogue. */
final class PoolAcceleratorReader {
    private static final int LONGEST_NAME = 128;
    /** A device with more than 16 TiB is a mistaken unit. */
    private static final long MOST_MEMORY = 1L << 44;

    private final AcceleratorResolver resolver;
    private final Problems problems;

    PoolAcceleratorReader(AcceleratorResolver resolver, Problems problems) {
        this.resolver = resolver;
        this.problems = problems;
    }

    /**
     * Null where there is a problem. A name that does not resolve is none: the pool is shown, and nothing is placed
     * there.
     */
    @Nullable
    PoolAccelerator read(io.isobar.proto.resource.v1.PoolAccelerator accelerator) {
        var name = accelerator.getAdvertisedName();
        boolean sound = problems.text("accelerator.advertised_name", name, LONGEST_NAME);
        if (sound && (name.isBlank() || !Text.line(name, LONGEST_NAME).equals(name))) {
            problems.add("accelerator.advertised_name", "has control characters, or nothing but blanks");
            return null;
        }
        boolean sized = accelerator.hasMemoryBytes();
        sound &= !sized || problems.within("accelerator.memory_bytes", accelerator.getMemoryBytes(), 1, MOST_MEMORY);
        if (!sound) {
            return null;
        }
        var memory = sized ? new Memory(accelerator.getMemoryBytes()) : null;
        var kind = EnumCodec.fromProto(accelerator.getUnitKind()).orElse(null);
        return switch (resolve(name, memory)) {
            case Resolution.Exact exact -> known(name, exact.model(), exact.unit(), kind, memory);
            case Resolution.Ambiguous ambiguous ->
                new PoolAccelerator(
                        name, null, kind, memory, "the name may mean " + ambiguous.names() + "; advertise one of them");
            case Resolution.Unknown unknown ->
                new PoolAccelerator(
                        name,
                        null,
                        kind,
                        memory,
                        "the name is not in the catalogue"
                                + (unknown.nearest().isEmpty()
                                        ? ""
                                        : "; spelled alike are " + String.join(", ", unknown.nearest())));
        };
    }

    /** The memory narrows a name that may mean several; it never turns a clear name into another model. */
    private Resolution resolve(String name, @Nullable Memory memory) {
        var plain = resolver.resolve(name);
        if (!(plain instanceof Resolution.Ambiguous) || memory == null) {
            return plain;
        }
        return resolver.resolve(name, memory) instanceof Resolution.Exact exact ? exact : plain;
    }

    private static PoolAccelerator known(
            String name,
            AcceleratorModel model,
            NamedUnit unit,
            @Nullable UnitKind reportedKind,
            @Nullable Memory reportedMemory) {
        // A name that tells of a part is never the whole, whatever is reported beside it.
        var kind = reportedKind != null && unit.isWhole() ? reportedKind : unit.kind();
        return new PoolAccelerator(
                name,
                model,
                kind,
                reportedMemory != null ? reportedMemory : unit.memory(),
                "",
                unit.isWhole() ? null : unit);
    }
}
