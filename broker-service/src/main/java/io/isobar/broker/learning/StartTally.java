package io.isobar.broker.learning;

import java.time.Duration;

/**
 * How long starts took: sums over the logarithms of seconds, of which older ones count less.
 *
 * @param weight how many starts it is worth
 * @param sum of the logarithms
 * @param squares sum of their squares
 */
public record StartTally(double weight, double sum, double squares) {
    static final StartTally NOTHING = new StartTally(0, 0, 0);

    /** Fewer say too little. */
    static final double FEWEST = 3;

    /** Before anything is seen: a factor of two either way is nothing strange, and weighs as three starts. */
    private static final double DEVIATION = Math.log(2);

    private static final double DEVIATION_WEIGHT = 3;

    private static final double SHORTEST_SECONDS = 0.1;
    private static final double NINE_OF_TEN = 1.2816;

    StartTally after(double kept) {
        return new StartTally(weight * kept, sum * kept, squares * kept);
    }

    StartTally with(Duration took) {
        double logarithm = Math.log(Math.max(SHORTEST_SECONDS, took.toMillis() / 1_000.0));
        return new StartTally(weight + 1, sum + logarithm, squares + logarithm * logarithm);
    }

    /** Whether enough was seen to say how long a start takes. */
    public boolean says() {
        return weight >= FEWEST;
    }

    /** The mean of a log-normal distribution; only where it says something. */
    public Duration mean() {
        return seconds(Math.exp(location() + variance() / 2));
    }

    /** Half of the starts take less. */
    public Duration median() {
        return seconds(Math.exp(location()));
    }

    /** Nine of ten starts take less. */
    public Duration high() {
        return seconds(Math.exp(location() + NINE_OF_TEN * Math.sqrt(variance())));
    }

    private double location() {
        return sum / weight;
    }

    private double variance() {
        double around = Math.max(0, squares - sum * sum / weight);
        return (around + DEVIATION_WEIGHT * DEVIATION * DEVIATION) / (weight + DEVIATION_WEIGHT);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
