package io.isobar.broker.learning;

/**
 * Logarithms of the time that runs took by the time that was expected of them, summed up; the recent ones count more.
 *
 * @param weight how many whole runs it is worth, at most {@link #MOST}
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

    /** And a run, or a part of one. */
    Tally with(Run run) {
        return faded(run.share()).and(run, 1);
    }

    /** And a part of a run that is under way: it takes nothing of the weight of those before until it is over. */
    Tally withUnderWay(Run run) {
        return and(run, 0);
    }

    private Tally faded(double share) {
        double kept = Math.pow(KEPT, share);
        return new Tally(weight * kept, sum * kept, runs, unitHours * kept, squares * kept);
    }

    private Tally and(Run run, int more) {
        double logarithm = run.logarithm();
        double hours = run.took().toMillis() / MILLIS_PER_HOUR * run.kind().allUnits();
        return new Tally(
                weight + run.share(),
                sum + run.share() * logarithm,
                runs + more,
                unitHours + run.share() * hours,
                squares + run.share() * logarithm * logarithm);
    }
}
