package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Instant;

/** Puts batches of records on the board. */
public final class TelemetryBatches {
    private static final int MOST_RECORDS = 10_000;

    private final FigureBoard board;

    public TelemetryBatches(FigureBoard board) {
        this.board = board;
    }

    /** Takes the raw, current figures. Records of a metric that this broker does not know are passed over. */
    public void accept(TelemetryBatch batch, Instant receivedAt) {
        if (!RegionName.isName(batch.getRegion()) || batch.getRecordsCount() > MOST_RECORDS) {
            throw new IllegalArgumentException("a batch of " + batch.getRecordsCount()
                    + " records from a region named \"" + batch.getRegion() + "\"");
        }
        var region = new RegionName(batch.getRegion());
        for (var record : batch.getRecordsList()) {
            if (isShown(record)) {
                board.put(region, figure(record, receivedAt));
            }
        }
    }

    private static boolean isShown(MetricRecord record) {
        return record.getLevel() == MetricLevel.METRIC_LEVEL_L0
                && (record.getStatistic() == Statistic.STATISTIC_CURRENT
                        || record.getStatistic() == Statistic.STATISTIC_MEAN)
                && record.getMetric() != Metric.METRIC_UNSPECIFIED
                && record.getMetric() != Metric.UNRECOGNIZED
                && Double.isFinite(record.getValue())
                && record.hasObservedAt();
    }

    private static Figure figure(MetricRecord record, Instant receivedAt) {
        var observed = record.getObservedAt();
        return new Figure(
                record.getMetric().name().substring("METRIC_".length()),
                record.getUnit(),
                record.getValue(),
                source(record),
                record.hasPool() ? record.getPool() : null,
                Instant.ofEpochSecond(observed.getSeconds(), observed.getNanos()),
                receivedAt);
    }

    private static String source(MetricRecord record) {
        var source = record.getSource() == MetricSource.UNRECOGNIZED
                ? MetricSource.METRIC_SOURCE_UNSPECIFIED
                : record.getSource();
        return source.name().substring("METRIC_SOURCE_".length());
    }
}
