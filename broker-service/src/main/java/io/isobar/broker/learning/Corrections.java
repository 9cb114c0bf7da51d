package io.isobar.broker.learning;

import java.util.HashMap;
import java.util.Map;

/** What all runs have taught, as of a moment. Immutable. */
public final class Corrections {
    /** Of a broker that has seen no run. */
    public static final Corrections NONE = new Corrections(Map.of());

    private final Map<String, FamilyFit> families;

    private Corrections(Map<String, FamilyFit> families) {
        this.families = Map.copyOf(families);
    }

    Corrections with(String family, FamilyFit fit) {
        var all = new HashMap<>(families);
        all.put(family, fit);
        return new Corrections(all);
    }

    Corrections without(String family) {
        var all = new HashMap<>(families);
        all.remove(family);
        return new Corrections(all);
    }

    /** What is to be expected of a run. */
    public Correction of(RunKind kind) {
        var fit = families.get(kind.family());
        return fit == null ? Correction.NONE : fit.of(kind);
    }
}
