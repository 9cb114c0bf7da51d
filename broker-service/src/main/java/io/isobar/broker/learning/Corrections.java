package io.isobar.broker.learning;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What all runs have taught, as of a moment. Immutable. */
public final class Corrections {
    /** Of a broker that has seen no run. */
    public static final Corrections NONE = new Corrections(Map.of(), 0);

    private final Map<String, FamilyFit> families;
    private final long version;

    private Corrections(Map<String, FamilyFit> families, long version) {
        this.families = Map.copyOf(families);
        this.version = version;
    }

    Corrections with(String family, FamilyFit fit) {
        var all = new HashMap<>(families);
        all.put(family, fit);
        return new Corrections(all, version + 1);
    }

    Corrections without(String family) {
        var all = new HashMap<>(families);
        all.remove(family);
        return new Corrections(all, version + 1);
    }

    /** Grows with every change. */
    public long version() {
        return version;
    }

    /** What is to be expected of a run. */
    public Correction of(RunKind kind) {
        var fit = families.get(kind.family());
        return fit == null ? Correction.NONE : fit.of(kind);
    }

    /** All kinds of run that were seen, family by family, with their corrections. */
    public Map<RunKind, Correction> all() {
        var all = new TreeMap<RunKind, Correction>(RunKind.ORDER);
        families.values().forEach(fit -> fit.tallies().keySet().forEach(kind -> all.put(kind, fit.of(kind))));
        return all;
    }
}
