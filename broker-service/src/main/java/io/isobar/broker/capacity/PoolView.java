package io.isobar.broker.capacity;

import io.isobar.broker.market.Offer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A pool as placement sees it.
 *
 * @param report as it came last
 * @param free capacity after what the broker has given away and the report does not cover yet
 * @param receivedAt by the broker's clock
 * @param observedAt when the region was looked at, by the broker's clock: the agent's time less what its clock is off; not after
 *     {@code receivedAt}
 * @param old the report is so old that {@code free} has only half of what it says
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
        Instant observedAt,
        boolean old,
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
                observedAt,
                old,
                quarantine,
                usual,
                reservations.allBegun(),
                record);
    }

    /** With other reservations. */
    public PoolView with(Reservations others) {
        return new PoolView(key, region, report, free, receivedAt, observedAt, old, quarantine, usual, others, record);
    }

    /** With other prices, and another record of how it keeps what it promises. */
    public PoolView with(List<Offer> offers, TrackRecord other) {
        return new PoolView(
                key,
                region,
                report.offering(offers),
                free,
                receivedAt,
                observedAt,
                old,
                quarantine,
                usual,
                reservations,
                other);
    }

    /** After so many replicas of a shape were given away; there is room for them. */
    public PoolView without(ReplicaShape shape, int replicas) {
        return new PoolView(
                key,
                region,
                report,
                free.takeWhatFits(shape, replicas),
                receivedAt,
                observedAt,
                old,
                quarantine,
                usual,
                reservations,
                record);
    }

    public Duration ageAt(Instant now) {
        var age = Duration.between(observedAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Until when its figures are fresh. */
    public Instant freshUntil() {
        return plus(observedAt, report.validity());
    }

    /** From when a report is old, though still valid: agents send one at each third of its validity, and two are missing then. */
    static Instant oldFrom(Instant observedAt, Duration validity) {
        return plus(observedAt, validity.multipliedBy(2).dividedBy(3));
    }

    private static Instant plus(Instant time, Duration more) {
        try {
            return time.plus(more);
        } catch (DateTimeException | ArithmeticException _) {
            return Instant.MAX;
        }
    }

    public boolean isStaleAt(Instant now) {
        return now.isAfter(freshUntil());
    }
}
