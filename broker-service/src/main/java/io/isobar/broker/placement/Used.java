package io.isobar.broker.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * What a tenant used up to a time, the older the less: what was used counts half after each half-life.
 *
 * <p>While {@code r} is held, dU/dt = r - U / T with T = half-life / ln 2, so after a time d it is U e^(-d/T) + r T (1 - e^(-d/T)),
 * however d is divided into steps.
 *
 * @param acceleratorHours units times TFLOPS (dense fp16) times hours
 * @param coreHours cores times hours
 */
public record Used(double acceleratorHours, double coreHours, Instant asOf) {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    public Used {
        if (!isAmount(acceleratorHours) || !isAmount(coreHours)) {
            throw new IllegalArgumentException(
                    "what was used is at least 0, is " + acceleratorHours + " and " + coreHours);
        }
    }

    private static boolean isAmount(double amount) {
        return amount >= 0 && !Double.isInfinite(amount);
    }

    public static Used nothing(Instant asOf) {
        return new Used(0, 0, asOf);
    }

    /** What is held at a time: units times TFLOPS, and cores. */
    record Rate(double accelerators, double cores) {
        static final Rate NOTHING = new Rate(0, 0);
    }

    /** After so much was held all the while; a time before {@link #asOf} changes nothing. */
    Used after(Instant time, Rate held, Duration halfLife) {
        if (!time.isAfter(asOf)) {
            return this;
        }
        double halves = hours(Duration.between(asOf, time)) / hours(halfLife);
        double left = Math.exp(-halves * Math.log(2));
        double gained = -Math.expm1(-halves * Math.log(2)) * meanLife(halfLife);
        return new Used(
                acceleratorHours * left + held.accelerators() * gained, coreHours * left + held.cores() * gained, time);
    }

    /** In hours. */
    private static double meanLife(Duration halfLife) {
        return hours(halfLife) / Math.log(2);
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / MILLIS_PER_HOUR;
    }
}
