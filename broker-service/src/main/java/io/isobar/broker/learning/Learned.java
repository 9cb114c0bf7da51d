package io.isobar.broker.learning;

import java.util.List;
import java.util.Map;

/**
 * Which kinds of run were seen, and what is said of them, as of a moment.
 *
 * @param runs that were seen of each kind, at least 1
 * @param corrections may say nothing yet of what the last runs changed by less than a step
 */
public record Learned(Map<RunKind, Long> runs, Corrections corrections) {
    public Learned {
        runs = Map.copyOf(runs);
    }

    /** In their order. */
    public List<RunKind> kinds() {
        return runs.keySet().stream().sorted(RunKind.ORDER).toList();
    }
}
