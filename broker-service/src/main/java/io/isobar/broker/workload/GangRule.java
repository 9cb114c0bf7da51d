package io.isobar.broker.workload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the replicas belong together.
 *
 * @param minimum fewest replicas to run with, from 1 to the replicas of the workload
 * @param startWithin all must have started within this time; null: no limit
 * @param domainRequired all in one interconnect domain
 */
public record GangRule(int minimum, @Nullable Duration startWithin, boolean domainRequired) {
    public GangRule {
        if (minimum < 1) {
            throw new IllegalArgumentException("gang.minimum must be at least 1, is " + minimum);
        }
    }
}
