package io.isobar.broker.learning;

import java.time.Duration;

/**
 * Logarithms of the time that runs took by the time that was expected of them, summed up; the recent ones count more.
 *
 * @param weight how many runs it is worth, at most {@link #MOST}
 * @param sum of the logarithms, so weighted
 * @param runs that were seen, however long ago
 * @param unitHours that they took, so weighted: hours x accelerator units of all replicas; where there are none, replicas count
 * @param squares of the logarithms, so weighted
 */
public record Tally(double weight, double sum, long runs, double unitHours, double squares) {
    /** No run was seen yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** What all runs of a kind are worth together in the long run: a change is followed after about as many. */
    public static final int MOST = 50;

    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double KEPT = 1 - 1.0 / MOST;

    /** And a run. */
    Tally with(double logarithm, RunKind kind, Duration took) {
        double hours = took.toMillis() / MILLIS_PER_HOUR * kind.allUnits();
        return new Tally(
                weight * KEPT + 1,
                sum * KEPT + logarithm,
                runs + 1,
                unitHours * KEPT + hours,
                squares * KEPT + logarithm * logarithm);
    }
}
