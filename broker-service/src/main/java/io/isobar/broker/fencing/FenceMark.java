package io.isobar.broker.fencing;

import java.time.Duration;

/**
 * What is durable of a region's fences.
 *
 * @param number of the last; 0: there was none
 * @param stands whether it is in the topic, and the region has not come back since
 * @param lease the longest that the region can still go by, with the time that stopping may take; zero: it was told none
 */
public record FenceMark(long number, boolean stands, Duration lease) {
    public static final FenceMark NONE = new FenceMark(0, false, Duration.ZERO);

    public FenceMark {
        if (number < 0 || lease.isNegative()) {
            throw new IllegalArgumentException(
                    "a fence has a number and a lease that are not negative, not " + number + " and " + lease);
        }
    }
}
