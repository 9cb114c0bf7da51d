package io.isobar.broker.learning;

import io.isobar.broker.workload.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * First runs of families on models: which are under way, and how often one ended. On a model where one is under way no second is
 * wanted, for the first will have told what there is to know; and where some ended and still nothing is known, none is wanted any
 * more. Bounded: what was tried longest ago is forgotten. Not safe for concurrent use.
 */
final class Trials {
    /** So many first runs may end without having taught anything. */
    static final int MOST_IN_VAIN = 3;

    private static final int MOST_KEPT = 10_000;

    private final Map<WorkloadId, Trial> underWay = new HashMap<>();
    /** What was tried last is the last one. */
    private final Map<Trial, Integer> ended = new LinkedHashMap<>();

    private Map<Trial, Integer> touched = new HashMap<>();

    /** Takes in what was durable, the oldest first. */
    void recall(Map<Trial, Integer> durable) {
        ended.putAll(durable);
    }

    /** The family of which something else is to be said. */
    Optional<String> begins(WorkloadId by, String family, String model) {
        var trial = new Trial(family, model);
        if (trial.equals(underWay.get(by)) || underWay.size() >= MOST_KEPT) {
            return Optional.empty();
        }
        underWay.put(by, trial);
        return Optional.of(family);
    }

    Optional<String> leaves(WorkloadId by) {
        return Optional.ofNullable(underWay.remove(by)).map(Trial::family);
    }

    Optional<String> ends(WorkloadId by) {
        var trial = underWay.remove(by);
        if (trial == null) {
            return Optional.empty();
        }
        int times = ended.getOrDefault(trial, 0) + 1;
        ended.remove(trial);
        ended.put(trial, times);
        touched.put(trial, times);
        if (ended.size() > MOST_KEPT) {
            var oldest = ended.keySet().iterator().next();
            ended.remove(oldest);
            touched.put(oldest, 0);
        }
        return Optional.of(trial.family());
    }

    /** A run of the family on the model taught something: what was in vain before is past. */
    Optional<String> taught(String family, String model) {
        return forget(new Trial(family, model)) ? Optional.of(family) : Optional.empty();
    }

    private boolean forget(Trial trial) {
        boolean known = ended.remove(trial) != null;
        if (known) {
            touched.put(trial, 0);
        }
        return known;
    }

    /** What has changed since this was last asked; 0 of what is forgotten. */
    Map<Trial, Integer> takeTouched() {
        var changed = touched;
        touched = new HashMap<>();
        return changed;
    }

    /** Families of which something is to be said. */
    Set<String> families() {
        return ended.keySet().stream().map(Trial::family).collect(Collectors.toSet());
    }

    /** Models on which no first run of the family is wanted. */
    Set<String> closed(String family) {
        var models = new HashSet<String>();
        underWay.values().stream()
                .filter(trial -> trial.family().equals(family))
                .forEach(trial -> models.add(trial.model()));
        ended.forEach((trial, times) -> {
            if (trial.family().equals(family) && times >= MOST_IN_VAIN) {
                models.add(trial.model());
            }
        });
        return models;
    }
}
