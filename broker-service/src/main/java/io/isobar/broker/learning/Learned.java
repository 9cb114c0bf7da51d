package io.isobar.broker.learning;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which kinds of run were seen, and what is said of them, as of a moment.
 *
 * @param runs that were seen of each kind, at least 1
 * @param underWay of each kind that go on and have said how far they are, at least 1
 * @param corrections may say nothing yet of what the last runs changed by less than a step
 */
public record Learned(Map<RunKind, Long> runs, Map<RunKind, Long> underWay, Corrections corrections) {
    public Learned {
        runs = Map.copyOf(runs);
        underWay = Map.copyOf(underWay);
    }

    /** In their order. */
    public List<RunKind> kinds() {
        return Stream.concat(runs.keySet().stream(), underWay.keySet().stream())
                .distinct()
                .sorted(RunKind.ORDER)
                .toList();
    }
}
