package io.isobar.broker.learning;

/**
 * Logarithms of the time that runs took by the time that was expected of them, summed up; the recent ones count more.
 *
 * @param weight how many runs it is worth, at most {@link #MOST}
 * @param sum of the logarithms, so weighted
 * @param runs that were seen, however long ago
 */
public record Tally(double weight, double sum, long runs) {
    /** No run was seen yet. */
    public static final Tally NONE = new Tally(0, 0, 0);

    /** What all runs of a kind are worth together in the long run: a change is followed after about as many. */
    public static final int MOST = 50;

    private static final double KEPT = 1 - 1.0 / MOST;

    Tally with(double logarithm) {
        return new Tally(weight * KEPT + 1, sum * KEPT + logarithm, runs + 1);
    }
}
