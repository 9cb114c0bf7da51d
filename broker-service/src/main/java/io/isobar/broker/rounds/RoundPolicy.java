package io.isobar.broker.rounds;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Gives the accelerators of a round to jobs so that the sum over all who run of
 *
 * <pre>throughput / best throughput * T^-exponent</pre>
 *
 * is the most that it can be, where T is the time that remains on the job's best type, of at least one round. The first factor
 * is the progress that the round makes, in rounds on the best type: for an exponent of 0 the queue as a whole is served as fast
 * as it can be. The second prefers jobs that end sooner. Among jobs with equal throughputs, any exponent above 0 runs the
 * shortest ones, so a small one decides between equals and trades little progress for it.
 *
 * <p>No type is idle while a job waits that could run on it. Long jobs may wait as long as shorter ones keep coming: nothing here
 * is fair between jobs. The same jobs in the same order are always assigned alike.
 */
public final class RoundPolicy {
    /** Small enough for progress to come first; from 0.01 to 0.1 means change by 3 % at most (docs/benchmarks.md). */
    public static final double EXPONENT = 0.05;

    private final List<Integer> slots;
    private final double round;
    private final double exponent;

    /**
     * @param slots how many accelerators of each type there are, at least 0 each
     * @param round seconds until the next assignment, more than 0
     * @param exponent how strongly jobs that end sooner are preferred, at least 0
     */
    public RoundPolicy(List<Integer> slots, double round, double exponent) {
        this.slots = List.copyOf(slots);
        this.round = round;
        this.exponent = exponent;
        for (int count : this.slots) {
            if (count < 0) {
                throw new IllegalArgumentException("there must be at least 0 accelerators of each type, are " + slots);
            }
        }
        if (!(round > 0 && round < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a round must last more than 0 s, is " + round);
        }
        if (!(exponent >= 0 && exponent < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the exponent must be at least 0, is " + exponent);
        }
    }

    /**
     * Who runs where until the next round.
     *
     * @param jobs all that have not ended, those first that come first among equals
     */
    public RoundAssignment assign(List<Job> jobs) {
        double[][] values = new double[jobs.size()][slots.size()];
        for (int job = 0; job < values.length; job++) {
            values[job] = values(jobs.get(job));
        }
        int[] types = SemiAssignment.ofMost(
                values, slots.stream().mapToInt(Integer::intValue).toArray());
        return new RoundAssignment(IntStream.of(types)
                .mapToObj(type -> type == SemiAssignment.NONE ? OptionalInt.empty() : OptionalInt.of(type))
                .toList());
    }

    private double[] values(Job job) {
        if (job.throughputs().size() != slots.size()) {
            throw new IllegalArgumentException("there are " + slots.size() + " types, and a job with throughputs on "
                    + job.throughputs().size());
        }
        double[] values = new double[slots.size()];
        double best = job.best();
        if (best > 0) {
            double weight = Math.pow(Math.max(job.remaining() / best, round), -exponent);
            for (int type = 0; type < values.length; type++) {
                values[type] = job.throughputs().get(type) / best * weight;
            }
        }
        return values;
    }
}
