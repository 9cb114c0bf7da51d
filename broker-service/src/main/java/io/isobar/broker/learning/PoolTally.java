package io.isobar.broker.learning;

import java.time.Duration;
import java.time.Instant;

/**
 * What was seen of a pool up to a moment. All of it fades: half of it counts after {@link #HALF_LIFE}.
 *
 * @param model canonical id of its accelerator; empty: not known, or none
 * @param failures that ended work, in hours of one accelerator unit
 * @param reclaims of spot capacity, in hours of an attempt on it
 * @param refusals of what was asked for by what the region had advertised, in answers
 * @param starts from placed to running
 */
public record PoolTally(String model, Seen failures, Seen reclaims, Seen refusals, StartTally starts, Instant asOf) {
    /** Hardware is repaired and regions change; a month is long beside what work takes, and short beside the life of a pool. */
    public static final Duration HALF_LIFE = Duration.ofDays(30);

    private static final double MILLIS_PER_HOUR = 3_600_000;

    static PoolTally nothing(String model, Instant asOf) {
        return new PoolTally(model, Seen.NOTHING, Seen.NOTHING, Seen.NOTHING, StartTally.NOTHING, asOf);
    }

    /**
     * At a later time; at an earlier one it is as it is.
     *
     * @param units that have run since
     * @param spots attempts that have run on spot capacity since
     */
    PoolTally at(Instant time, long units, int spots) {
        double hours = Duration.between(asOf, time).toMillis() / MILLIS_PER_HOUR;
        if (hours <= 0) {
            return this;
        }
        double lasts = HALF_LIFE.toMillis() / MILLIS_PER_HOUR / Math.log(2);
        double kept = Math.exp(-hours / lasts);
        // What fades while it is gained: the integral of e^(-t / lasts) over these hours.
        double gained = lasts * -Math.expm1(-hours / lasts);
        return new PoolTally(
                model,
                failures.after(kept, units * gained),
                reclaims.after(kept, spots * gained),
                refusals.after(kept, 0),
                starts.after(kept),
                time);
    }

    PoolTally failed(double events, double hours) {
        return new PoolTally(model, failures.and(events, hours), reclaims, refusals, starts, asOf);
    }

    PoolTally reclaimed(double events, double hours) {
        return new PoolTally(model, failures, reclaims.and(events, hours), refusals, starts, asOf);
    }

    PoolTally answered(boolean refused) {
        return new PoolTally(model, failures, reclaims, refusals.and(refused ? 1 : 0, 1), starts, asOf);
    }

    PoolTally started(Duration took) {
        return new PoolTally(model, failures, reclaims, refusals, starts.with(took), asOf);
    }

    /** Without a pool that is part of it; both are as of the same time. Only what is lost. */
    PoolTally without(PoolTally part) {
        return new PoolTally(
                model, failures.without(part.failures), reclaims.without(part.reclaims), refusals, starts, asOf);
    }

    /** With a pool that becomes part of it. */
    PoolTally and(PoolTally part) {
        return failed(part.failures.events(), part.failures.exposure())
                .reclaimed(part.reclaims.events(), part.reclaims.exposure());
    }
}
