package io.isobar.broker.learning;

import io.isobar.broker.capacity.TrackRecord.Source;

/**
 * All that is known of how a pool keeps what it promises, as of a moment.
 *
 * @param failures of one accelerator unit, by the hour
 * @param reclaims of what runs on its spot capacity, by the hour
 */
public record Review(PoolTally seen, Expected failures, Expected reclaims) {
    /** A hazard, and what it is mostly from. */
    public record Expected(Hazard hazard, Source source) {}
}
