package io.isobar.broker.spot;

/**
 * Spot capacity of one region at one moment.
 *
 * @param available whether it can be had, and kept for now
 * @param price of an hour, at least 0
 */
public record SpotOffer(boolean available, double price) {
    public SpotOffer {
        if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a price must be at least 0, is " + price);
        }
    }
}
