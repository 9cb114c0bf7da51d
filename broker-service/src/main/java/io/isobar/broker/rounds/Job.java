package io.isobar.broker.rounds;

import java.util.List;

/**
 * A job that takes one accelerator while it runs, and goes on wherever it was left off.
 *
 * @param throughputs steps a second on each type, in the order of the types; 0 where it cannot run
 * @param remaining steps that are still to be done, more than 0
 */
public record Job(List<Double> throughputs, double remaining) {
    public Job {
        throughputs = List.copyOf(throughputs);
        for (double throughput : throughputs) {
            if (!(throughput >= 0 && throughput < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("steps a second must be at least 0, are " + throughputs);
            }
        }
        if (!(remaining > 0 && remaining < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the steps that remain must be more than 0, are " + remaining);
        }
    }

    /** Steps a second on the type that is the fastest for it; 0 if it can run on none. */
    public double best() {
        double best = 0;
        for (double throughput : throughputs) {
            best = Math.max(best, throughput);
        }
        return best;
    }
}
