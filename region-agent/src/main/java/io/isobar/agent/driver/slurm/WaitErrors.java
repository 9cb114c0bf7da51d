package io.isobar.agent.driver.slurm;

import io.isobar.agent.inventory.SiteQueue;
import java.time.Duration;

/**
 * How wrong Slurm's forecasts were: sums over the logarithms of what was waited to what was foretold, of which older ones count less. To
 * both a minute is added, so that short waits, of which the quotient says nothing, weigh little.
 *
 * @param weight how many forecasts it is worth
 * @param sum of the logarithms
 * @param squares sum of their squares
 */
record WaitErrors(double weight, double sum, double squares) {
    static final WaitErrors NONE = new WaitErrors(0, 0, 0);

    /** What is left of the weight of a forecast with each that comes after it. */
    private static final double KEPT = 0.95;
    /** So many forecasts that were right are taken to have been seen. */
    private static final double PRIOR = 3;
    /** And that a factor of two either way is nothing strange. */
    private static final double DEVIATION = Math.log(2);

    private static final double NINE_OF_TEN = 1.2816;
    private static final double MINUTE = 60;

    WaitErrors with(Duration foretold, Duration waited) {
        double error = Math.log((seconds(waited) + MINUTE) / (seconds(foretold) + MINUTE));
        return new WaitErrors(weight * KEPT + 1, sum * KEPT + error, squares * KEPT + error * error);
    }

    /** What is to be expected where Slurm foretells this: the mean of a log-normal distribution, and its ninth decile. */
    SiteQueue.Wait correct(Duration foretold) {
        double location = sum / (weight + PRIOR);
        double seen = Math.max(0, squares - 2 * location * sum + weight * location * location) / (weight + PRIOR);
        double deviation = Math.sqrt(seen + PRIOR * DEVIATION * DEVIATION / (weight + PRIOR));
        double base = seconds(foretold) + MINUTE;
        Duration mean = inSteps(base * Math.exp(location + seen / 2) - MINUTE);
        Duration high = inSteps(base * Math.exp(location + NINE_OF_TEN * deviation) - MINUTE);
        return new SiteQueue.Wait(mean, high.compareTo(mean) < 0 ? mean : high);
    }

    private static double seconds(Duration span) {
        return Math.max(0, span.toMillis() / 1_000.0);
    }

    /** Of a tenth, and of a minute at least: what changes by less is no news. */
    private static Duration inSteps(double seconds) {
        double minutes = Math.clamp(seconds / MINUTE, 0, (double) SiteQueue.LONGEST.toMinutes());
        double step = minutes < 10 ? 1 : Math.pow(10, Math.floor(Math.log10(minutes)) - 1);
        return Duration.ofMinutes(
                Math.min(SiteQueue.LONGEST.toMinutes(), Math.round((double) Math.round(minutes / step) * step)));
    }
}
