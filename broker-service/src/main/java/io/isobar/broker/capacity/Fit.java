package io.isobar.broker.capacity;

import io.isobar.broker.failure.Reason;

/** Whether a gang fits into a histogram, and why not. */
public sealed interface Fit {
    /** It fits; {@code left} is what remains after it. */
    record Fits(Histogram left) implements Fit {}

    /**
     * It does not.
     *
     * @param reason NODE_TOO_SMALL, CAPACITY_UNKNOWN, INSUFFICIENT_CAPACITY or FRAGMENTED
     * @param evidence with the numbers
     * @param remedy what would make it fit; empty where only waiting helps
     */
    record DoesNotFit(Reason reason, String evidence, String remedy) implements Fit {}
}
