package io.isobar.broker.spot;

import java.util.List;

/**
 * What is known when a decision is due.
 *
 * @param now hours since the task began to be looked at, not before the moment that was decided before
 * @param remaining hours of work that are not done yet
 * @param restarting hours of the last start that are still to pass before the work goes on
 * @param place what the work sits on; {@link Place#NOWHERE} too where its spot capacity was just taken away
 * @param region the spot offer that it sits on or was on last, an index of the offers
 * @param offers the spot offers, in the same order at each moment, at least one
 */
public record Moment(double now, double remaining, double restarting, Place place, int region, List<SpotOffer> offers) {
    public Moment {
        offers = List.copyOf(offers);
        if (!(now >= 0) || !(remaining >= 0) || !(restarting >= 0)) {
            throw new IllegalArgumentException(
                    "hours must be at least 0, are " + now + ", " + remaining + " and " + restarting);
        }
        if (region < 0 || region >= offers.size()) {
            throw new IllegalArgumentException("there are " + offers.size() + " offers and no number " + region);
        }
        if (place == Place.SPOT && !offers.get(region).available()) {
            throw new IllegalArgumentException("it cannot sit on offer " + region + ", which is not available");
        }
    }

    /** Whether any offer is there. */
    boolean anywhere() {
        for (SpotOffer offer : offers) {
            if (offer.available()) {
                return true;
            }
        }
        return false;
    }
}
