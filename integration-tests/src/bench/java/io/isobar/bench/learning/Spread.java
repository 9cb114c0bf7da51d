package io.isobar.bench.learning;

import io.isobar.bench.learning.Run.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A share of jobs over seeds, in per cent.
 *
 * @param deviation between seeds
 */
record Spread(double mean, double deviation) {
    /** Of the jobs {@code from} to {@code to}, without the last. */
    static Spread of(List<Placement[]> runs, int from, int to, Predicate<Placement> counts) {
        var shares = runs.stream()
                .mapToDouble(run ->
                        100.0 * Arrays.stream(run, from, to).filter(counts).count() / (to - from))
                .toArray();
        double mean = Arrays.stream(shares).average().orElseThrow();
        double squares = Arrays.stream(shares)
                .map(share -> (share - mean) * (share - mean))
                .sum();
        return new Spread(mean, Math.sqrt(squares / Math.max(1, shares.length - 1)));
    }
}
