package io.isobar.broker.placement;

import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.market.BillingMode;

/**
 * How often work is lost, where nothing was learned of a pool or its model.
 *
 * @param cardHoursPerFailure hours that one accelerator works between two failures that end its job. The default is Meta's
 *     figure for Llama 3.1 405B: 419 unexpected interruptions of 16,384 H100 in 54 days
 * @param spotHoursPerReclaim hours between two reclaims of spot capacity of a pool; those of one pool fall together. The default
 *     is the mean of the availability traces of V100 in nine zones that "Can't Be Late" (NSDI 2024) published
 */
public record Hazards(double cardHoursPerFailure, double spotHoursPerReclaim) {
    public static final Hazards DEFAULT = new Hazards(50_677, 3.43);

    public Hazards {
        if (!(cardHoursPerFailure > 0) || !(spotHoursPerReclaim > 0)) {
            throw new IllegalArgumentException("hours between failures must be more than 0, are " + cardHoursPerFailure
                    + " and " + spotHoursPerReclaim);
        }
    }

    /**
     * Losses of a gang in an hour: any of its cards takes all of it down. 0 without cards, on capacity that stays.
     *
     * @param shown by the pool; what is configured holds as far as that says nothing
     */
    double perHour(long cards, BillingMode mode, TrackRecord shown) {
        var failures = shown.failures();
        var reclaims = shown.reclaims();
        double perCard = failures == null ? 1 / cardHoursPerFailure : failures.perHour();
        double spot = reclaims == null ? 1 / spotHoursPerReclaim : reclaims.perHour();
        return cards * perCard + (mode == BillingMode.SPOT ? spot : 0);
    }
}
