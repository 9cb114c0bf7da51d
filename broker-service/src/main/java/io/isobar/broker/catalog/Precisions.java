package io.isobar.broker.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The precisions of an accelerator.
 *
 * @param denseTeraOps dense peak per card, in 10^12 operations a second; never a figure for sparse matrices
 * @param present known to be there, with or without a figure
 * @param missing known to be absent, or so slow that nobody should use it
 * @param basis from what it is known which are present: an instruction set, a data sheet; null: only from the figures
 */
public record Precisions(
        Map<Precision, Double> denseTeraOps,
        Set<Precision> present,
        Set<Precision> missing,
        @Nullable String basis) {
    public Precisions {
        denseTeraOps = Collections.unmodifiableMap(copy(denseTeraOps));
        Set<Precision> all = union(present, denseTeraOps.keySet());
        present = Collections.unmodifiableSet(all);
        missing = Collections.unmodifiableSet(union(missing, Set.of()));
    }

    public Support support(Precision precision) {
        if (missing.contains(precision)) {
            return Support.MISSING;
        }
        return present.contains(precision) ? Support.PRESENT : Support.UNKNOWN;
    }

    public OptionalDouble densePerCard(Precision precision) {
        Double figure = denseTeraOps.get(precision);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }

    private static EnumMap<Precision, Double> copy(Map<Precision, Double> figures) {
        var copy = new EnumMap<Precision, Double>(Precision.class);
        copy.putAll(figures);
        return copy;
    }

    private static Set<Precision> union(Set<Precision> one, Set<Precision> other) {
        EnumSet<Precision> all = EnumSet.noneOf(Precision.class);
        all.addAll(one);
        all.addAll(other);
        return all;
    }
}
