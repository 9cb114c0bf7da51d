package io.isobar.broker.learning;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What all runs have taught, as of a moment. Immutable. */
public final class Corrections {
    /** Of a broker that has seen no run. */
    public static final Corrections NONE = new Corrections(Map.of(), Map.of(), Map.of());

    private final Map<String, FamilyFit> families;
    /** By family, models on which no first run is wanted, because of those under way or in vain. */
    private final Map<String, Set<String>> closed;
    /** What was said of kinds before, where that is all that is known. */
    private final Map<RunKind, Correction> said;

    private Corrections(
            Map<String, FamilyFit> families, Map<String, Set<String>> closed, Map<RunKind, Correction> said) {
        this.families = Map.copyOf(families);
        this.closed = Map.copyOf(closed);
        this.said = Map.copyOf(said);
    }

    /** What was said of these kinds before, and nothing of any other. */
    public static Corrections said(Map<RunKind, Correction> before) {
        return new Corrections(Map.of(), Map.of(), before);
    }

    Corrections with(String family, FamilyFit fit) {
        var all = new HashMap<>(families);
        all.put(family, fit);
        return new Corrections(all, closed, said);
    }

    Corrections without(String family) {
        var all = new HashMap<>(families);
        all.remove(family);
        return new Corrections(all, closed, said);
    }

    Corrections closing(String family, Set<String> models) {
        var all = new HashMap<>(closed);
        if (models.isEmpty()) {
            all.remove(family);
        } else {
            all.put(family, Set.copyOf(models));
        }
        return new Corrections(families, all, said);
    }

    /** What is to be expected of a run. */
    public Correction of(RunKind kind) {
        var fit = families.get(kind.family());
        return fit == null
                ? said.getOrDefault(kind, Correction.NONE)
                : fit.of(kind, closed.getOrDefault(kind.family(), Set.of()).contains(kind.model()));
    }
}
