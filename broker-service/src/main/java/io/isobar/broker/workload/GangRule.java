package io.isobar.broker.workload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the replicas belong together.
 *
 * @param minimum fewest replicas to run with, from 1 to the replicas of the workload
 * @param startWithin all must have started within this time; null: no limit
 * @param domainRequired all in one interconnect domain; only where it is not divided
 * @param across what it may be divided over
 */
public record GangRule(int minimum, @Nullable Duration startWithin, boolean domainRequired, Across across) {
    public static final String DOMAIN_AND_ACROSS =
            "domain: required and across exclude each other: only what is on one pool is in one domain";

    /** How far the replicas of a gang may be from each other. */
    public enum Across {
        /** Each group is on one pool, all in one region. */
        NOTHING,
        /** A group may be divided over pools of one region. */
        POOLS,
        /** A group may be divided over pools of any regions. */
        REGIONS
    }

    public GangRule {
        if (minimum < 1) {
            throw new IllegalArgumentException("gang.minimum must be at least 1, is " + minimum);
        }
        if (domainRequired && across != Across.NOTHING) {
            throw new IllegalArgumentException(DOMAIN_AND_ACROSS);
        }
    }

    /** In one piece. */
    public GangRule(int minimum, @Nullable Duration startWithin, boolean domainRequired) {
        this(minimum, startWithin, domainRequired, Across.NOTHING);
    }
}
