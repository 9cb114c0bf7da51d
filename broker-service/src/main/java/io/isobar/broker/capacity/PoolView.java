package io.isobar.broker.capacity;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A pool as placement sees it.
 *
 * @param report as it came last
 * @param free capacity after what the broker has given away and the report does not cover yet
 * @param receivedAt by the broker's clock
 * @param quarantine why the pool is not used; empty where it is
 * @param usual work that comes to pools of its kind
 * @param reservations of its nodes
 * @param record how it kept what it promised
 */
public record PoolView(
        PoolKey key,
        RegionView region,
        PoolReport report,
        Histogram free,
        Instant receivedAt,
        String quarantine,
        UsualWork usual,
        Reservations reservations,
        TrackRecord record) {
    public PoolFacts facts() {
        return report.facts();
    }

    /** As if nothing ran there, no maintenance were announced, and what is reserved could be used. */
    public PoolView whenEmpty() {
        return new PoolView(
                key,
                region.with(null),
                report,
                free.whenEmpty(),
                receivedAt,
                quarantine,
                usual,
                reservations.allBegun(),
                record);
    }

    /** With other reservations. */
    public PoolView with(Reservations others) {
        return new PoolView(key, region, report, free, receivedAt, quarantine, usual, others, record);
    }

    /** After so many replicas of a shape were given away; there is room for them. */
    public PoolView without(ReplicaShape shape, int replicas) {
        return new PoolView(
                key,
                region,
                report,
                free.takeWhatFits(shape, replicas),
                receivedAt,
                quarantine,
                usual,
                reservations,
                record);
    }

    public Duration ageAt(Instant now) {
        var age = Duration.between(receivedAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Until when its figures are fresh. */
    public Instant freshUntil() {
        try {
            return receivedAt.plus(report.validity());
        } catch (DateTimeException | ArithmeticException _) {
            return Instant.MAX;
        }
    }

    public boolean isStaleAt(Instant now) {
        return now.isAfter(freshUntil());
    }
}
