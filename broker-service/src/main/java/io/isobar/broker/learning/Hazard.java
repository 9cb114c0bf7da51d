package io.isobar.broker.learning;

/**
 * How often something happens, and how sure that is: a Gamma distribution of the rate, which is conjugate to counts over time (Gelman
 * et al., "Bayesian Data Analysis", 3rd edition, 2013, section 2.6).
 *
 * @param shape events that it is worth, above 0
 * @param hours in which so many are worth having been seen, above 0
 */
public record Hazard(double shape, double hours) {
    /** What is configured weighs as so many events. */
    public static final double CONFIGURED_EVENTS = 2;
    /** What other pools of the model have shown weighs as so many events at most, and as many hours as what is configured. */
    public static final double MOST_MODEL_EVENTS = 4;

    /** Before anything was seen. */
    static Hazard configured(double hoursPerEvent) {
        return new Hazard(CONFIGURED_EVENTS, CONFIGURED_EVENTS * hoursPerEvent);
    }

    Hazard and(Seen seen) {
        return new Hazard(shape + seen.events(), hours + seen.exposure());
    }

    /** The same mean, worth so many events and so many hours at most. */
    Hazard atMost(double events, double mostHours) {
        double share = Math.min(1, Math.min(events / shape, mostHours / hours));
        return share == 1 ? this : new Hazard(shape * share, hours * share);
    }

    /** Whether what was seen moves it further than it stood before: by as many events, or as many hours. */
    boolean isOutweighedBy(Seen seen) {
        return seen.events() >= shape || seen.exposure() >= hours;
    }

    /** Events an hour to be expected. */
    public double mean() {
        return shape / hours;
    }

    /** The rate is below it with probability {@code p}, 0 to 1. */
    public double quantile(double p) {
        return Gamma.quantile(shape, p) / hours;
    }
}
