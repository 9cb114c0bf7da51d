package io.isobar.broker.wire;

import io.isobar.broker.capacity.TrackRecord.Source;
import io.isobar.broker.learning.Review;
import io.isobar.broker.learning.Seen;
import io.isobar.proto.region.v1.Hazard;
import io.isobar.proto.region.v1.HazardSource;
import io.isobar.proto.region.v1.PoolRecord;

/** How pools kept what they promise, as people see it. */
final class PoolRecordCodec {
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private PoolRecordCodec() {}

    static PoolRecord toProto(Review review) {
        var seen = review.seen();
        var starts = seen.starts();
        var to = PoolRecord.newBuilder()
                .setFailures(toProto(review.failures(), seen.failures()))
                .setReclaims(toProto(review.reclaims(), seen.reclaims()))
                .setAsked(seen.refusals().exposure())
                .setRefused(seen.refusals().events())
                .setStarts(starts.weight());
        if (starts.says()) {
            to.setStartMean(TimeCodec.toProto(starts.mean()))
                    .setStartMedian(TimeCodec.toProto(starts.median()))
                    .setStartHigh(TimeCodec.toProto(starts.high()));
        }
        return to.build();
    }

    private static Hazard toProto(Review.Expected expected, Seen seen) {
        return Hazard.newBuilder()
                .setPerHour(expected.hazard().mean())
                .setLow(expected.hazard().quantile(LOW))
                .setHigh(expected.hazard().quantile(HIGH))
                .setSource(toProto(expected.source()))
                .setEvents(seen.events())
                .setHours(seen.exposure())
                .build();
    }

    private static HazardSource toProto(Source source) {
        return switch (source) {
            case CONFIGURED -> HazardSource.HAZARD_SOURCE_CONFIGURED;
            case MODEL -> HazardSource.HAZARD_SOURCE_MODEL;
            case POOL -> HazardSource.HAZARD_SOURCE_POOL;
        };
    }
}
