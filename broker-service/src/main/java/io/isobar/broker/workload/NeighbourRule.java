package io.isobar.broker.workload;

import io.isobar.broker.workload.PlacementRules.Spread;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which live workloads of the same tenant a workload must be near, or apart from, and in what: the same region, provider or province.
 *
 * @param labels all of which the others have; empty: any
 * @param name that the others have; null: any. Labels, a name, or both
 */
public record NeighbourRule(
        Map<String, String> labels, @Nullable String name, Spread.By by) {
    public NeighbourRule {
        labels = Map.copyOf(labels);
        if (labels.isEmpty() && name == null) {
            throw new IllegalArgumentException("names neither labels nor a name, so that it would select everything");
        }
    }

    /** Whether it means such a workload, whoever its tenant is. */
    public boolean selects(WorkloadSpec other) {
        return (name == null || name.equals(other.name()))
                && other.labels().entrySet().containsAll(labels.entrySet());
    }

    /** "name db" or "app=db, tier=1", for a message. */
    public String inWords() {
        var named = name == null ? "" : "name " + name;
        var labelled = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", "));
        return named + (named.isEmpty() || labelled.isEmpty() ? "" : " and ") + labelled;
    }
}
