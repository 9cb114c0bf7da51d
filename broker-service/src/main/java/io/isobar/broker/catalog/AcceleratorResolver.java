package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.resource.Memory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a name means: exactly one model, several, or none. Case and separators do not matter; parts of names never
 * match. Immutable, for any number of threads.
 *
 * <p>Names are looked up whole. What is not found is read as a name with one of the decorations that device plug-ins
 * and resource managers add (see {@link NameGrammar}), and the undecorated name is looked up whole again.
 */
public final class AcceleratorResolver {
    private static final int LONGEST = 128;

    private final NameTable table;
    private final Map<String, String> spelled;
    private final Map<String, Resolution> meanings;
    private final List<Partition> partitions;

    AcceleratorResolver(NameIndex names, List<Partition> partitions) {
        this.table = names.table();
        this.spelled = Map.copyOf(names.spelled());
        this.meanings = Map.copyOf(names.byFoldedName());
        this.partitions = List.copyOf(partitions);
    }

    /** What a name means. Allocates nothing where the name is found as it is. */
    public Resolution resolve(CharSequence name) {
        if (name.length() > LONGEST) {
            return new Unknown(List.of());
        }
        Resolution found = table.find(name);
        if (found == null) {
            found = decorated(name.toString());
        }
        return found != null ? found : new Unknown(NearestNames.of(name, spelled, meanings));
    }

    /**
     * What a name means for units of a certain nominal memory. A model that is known with another memory does not
     * match; of several candidates those that match remain.
     */
    public Resolution resolve(String name, Memory memory) {
        // The size is often a part of the name: A100 with 80 GB is A100-80GB, which is more exact than either.
        Resolution joined = table.find(name + "-" + NameGrammar.gigabytes(memory) + "GB");
        if (joined instanceof Exact) {
            return joined;
        }
        Resolution found = resolve(name);
        return switch (found) {
            case Exact exact -> hasMemory(exact, memory) ? exact : new Unknown(List.of());
            case Ambiguous ambiguous ->
                narrowed(
                        ambiguous,
                        ambiguous.candidates().stream()
                                .filter(model -> hasMemory(Exact.whole(model), memory))
                                .toList());
            case Unknown unknown -> unknown;
        };
    }

    /** All names that are looked up, as they are spelled. */
    public Collection<String> names() {
        return spelled.values();
    }

    private @Nullable Resolution decorated(String name) {
        NameGrammar.Decorated parts = NameGrammar.parse(name);
        return switch (parts) {
            case null -> null;
            case NameGrammar.Shared shared -> shared(table.find(shared.name()));
            case NameGrammar.Cut cut -> cut(table.find(cut.name()), cut);
            case NameGrammar.PodSlice slice -> podSlice(table.find(slice.name()), slice);
            case NameGrammar.Gres gres -> orNull(resolve(gres.type()));
            case NameGrammar.Sized sized -> {
                Resolution base = table.find(sized.name());
                yield base == null ? null : orNull(resolve(sized.name(), sized.memory()));
            }
        };
    }

    private static @Nullable Resolution orNull(Resolution resolution) {
        return resolution instanceof Unknown ? null : resolution;
    }

    private static @Nullable Resolution shared(@Nullable Resolution base) {
        return base instanceof Exact(AcceleratorModel model, NamedUnit unit)
                ? new Exact(model, new NamedUnit(UnitKind.SLICE, unit.memory(), "shared", 1))
                : base;
    }

    private @Nullable Resolution cut(@Nullable Resolution base, NameGrammar.Cut cut) {
        var unit = NamedUnit.partition(cut.profile(), cut.memory());
        return switch (base) {
            case null -> null;
            case Exact(AcceleratorModel model, NamedUnit _) -> fits(model, cut) ? new Exact(model, unit) : null;
            case Ambiguous ambiguous -> {
                List<AcceleratorModel> known = ambiguous.candidates().stream()
                        .filter(model -> isKnown(model, cut.profile()))
                        .toList();
                yield switch (narrowed(ambiguous, known)) {
                    case Exact(AcceleratorModel model, NamedUnit _) -> new Exact(model, unit);
                    case Ambiguous fewer -> fewer;
                    case Unknown _ -> ambiguous;
                };
            }
            case Unknown _ -> null;
        };
    }

    private boolean isKnown(AcceleratorModel model, String profile) {
        return partitions.stream()
                .anyMatch(p -> p.modelId().equals(model.id()) && p.profile().equals(profile));
    }

    private static boolean fits(AcceleratorModel model, NameGrammar.Cut cut) {
        Memory card = model.cardMemory();
        return card == null || cut.memory().compareTo(card) <= 0;
    }

    private static @Nullable Resolution podSlice(@Nullable Resolution base, NameGrammar.PodSlice slice) {
        return base instanceof Exact(AcceleratorModel model, NamedUnit _) && model.stack() == SoftwareStack.XLA
                ? new Exact(model, new NamedUnit(model.unitKind(), null, slice.profile(), slice.chips()))
                : null;
    }

    private static boolean hasMemory(Exact exact, Memory memory) {
        Memory stated = exact.unit().memory();
        Memory nominal =
                stated != null ? stated : exact.model().nominalMemoryPerUnit().orElse(null);
        return nominal != null && MemoryTolerance.matches(nominal, memory);
    }

    private static Resolution narrowed(Ambiguous all, List<AcceleratorModel> rest) {
        return switch (rest.size()) {
            case 0 ->
                new Unknown(
                        all.candidates().stream().map(AcceleratorModel::name).toList());
            case 1 -> Exact.whole(rest.getFirst());
            default -> new Ambiguous(rest);
        };
    }
}
