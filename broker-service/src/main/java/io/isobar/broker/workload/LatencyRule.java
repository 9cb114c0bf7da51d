package io.isobar.broker.workload;

import java.time.Duration;

/**
 * How far from its users a service may be.
 *
 * @param from a region, or another place that the table of links names
 * @param atMost round trip, more than zero
 */
public record LatencyRule(String from, Duration atMost) {
    public LatencyRule {
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("latency.atMost must be more than 0, is " + atMost);
        }
    }
}
