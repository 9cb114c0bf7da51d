package io.isobar.agent.telemetry;

import io.isobar.agent.admission.PoolCapacity;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.probe.LinkReading;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Puts a region's figures together. A figure that is not known is left out; each carries the time it was observed at. */
public final class TelemetryCollector {
    private final RegionName region;
    private final String incarnation;
    private final InstantSource clock;
    private final Supplier<RegionStatus> status;
    private final RegionCounters counters;
    private final Supplier<List<Measurement>> measurements;
    private final Supplier<List<LinkReading>> links;
    private Instant collectedAt;
    private long sequence;

    /** Of a region that probes nobody. */
    public TelemetryCollector(
            RegionName region,
            String incarnation,
            InstantSource clock,
            Supplier<RegionStatus> status,
            RegionCounters counters,
            Supplier<List<Measurement>> measurements) {
        this(region, incarnation, clock, status, counters, measurements, List::of);
    }

    /** {@code links} gives each reading once. */
    public TelemetryCollector(
            RegionName region,
            String incarnation,
            InstantSource clock,
            Supplier<RegionStatus> status,
            RegionCounters counters,
            Supplier<List<Measurement>> measurements,
            Supplier<List<LinkReading>> links) {
        this.region = region;
        this.incarnation = incarnation;
        this.clock = clock;
        this.status = status;
        this.counters = counters;
        this.measurements = measurements;
        this.links = links;
        this.collectedAt = clock.instant();
    }

    /** The figures as of now; counts cover the time since the last call. From one thread. */
    public TelemetryBatch collect() {
        Instant now = clock.instant();
        TelemetryBatch.Builder batch = TelemetryBatch.newBuilder()
                .setRegion(region.value())
                .setAgentIncarnation(incarnation)
                .setSentAt(WireTime.timestamp(now));
        RegionStatus current = status.get();
        for (PoolCapacity pool : current.pools()) {
            addAllocation(batch, pool);
        }
        batch.addRecords(measured(Metric.METRIC_RUNNING_ATTEMPTS, "1", current.runningAttempts(), current.at()));
        measurements.get().forEach(measurement -> add(batch, measurement));
        links.get().forEach(reading -> add(batch, reading));
        addCounts(batch, counters.take(), now);
        collectedAt = now;
        return batch.build();
    }

    private void addAllocation(TelemetryBatch.Builder batch, PoolCapacity pool) {
        long total = pool.totalUnits();
        if (total > 0) {
            double share = (total - pool.freeUnits()) / (double) total;
            batch.addRecords(measured(Metric.METRIC_ACCELERATOR_ALLOCATION, "1", share, pool.observedAt())
                    .setPool(pool.profile().name().value()));
        }
    }

    private void add(TelemetryBatch.Builder batch, Measurement measurement) {
        Metric metric =
                switch (measurement.quantity()) {
                    case CPU_UTILISATION -> Metric.METRIC_CPU_UTILISATION;
                    case ACCELERATOR_UTILISATION -> Metric.METRIC_ACCELERATOR_UTILISATION;
                    case MEMORY_USED -> Metric.METRIC_MEMORY_USED;
                    case MEMORY_TOTAL -> Metric.METRIC_MEMORY_TOTAL;
                    case QUEUE_LENGTH -> Metric.METRIC_QUEUE_LENGTH;
                };
        String unit =
                switch (measurement.quantity()) {
                    case MEMORY_USED, MEMORY_TOTAL -> "By";
                    case CPU_UTILISATION, ACCELERATOR_UTILISATION, QUEUE_LENGTH -> "1";
                };
        MetricRecord.Builder entry = measured(metric, unit, measurement.value(), measurement.at());
        if (!measurement.measured()) {
            entry.setSource(MetricSource.METRIC_SOURCE_ESTIMATED);
        }
        batch.addRecords(entry);
    }

    private void add(TelemetryBatch.Builder batch, LinkReading reading) {
        switch (reading.quantity()) {
            case ROUND_TRIP -> {
                batch.addRecords(link(reading, Statistic.STATISTIC_CURRENT, reading.value()));
                batch.addRecords(link(reading, Statistic.STATISTIC_MINIMUM, reading.minimum()));
                batch.addRecords(link(reading, Statistic.STATISTIC_MAXIMUM, reading.maximum()));
            }
            case BANDWIDTH -> batch.addRecords(link(reading, Statistic.STATISTIC_CURRENT, reading.value()));
        }
    }

    private MetricRecord.Builder link(LinkReading reading, Statistic statistic, double value) {
        MetricRecord.Builder entry =
                switch (reading.quantity()) {
                    case ROUND_TRIP -> measured(Metric.METRIC_LINK_ROUND_TRIP, "s", value, reading.at());
                    case BANDWIDTH -> measured(Metric.METRIC_LINK_BANDWIDTH, "bit/s", value, reading.at());
                };
        return entry.setStatistic(statistic).setPeer(reading.peer());
    }

    private void addCounts(TelemetryBatch.Builder batch, RegionCounters.Interval interval, Instant now) {
        batch.addRecords(counted(Metric.METRIC_LAUNCH_FAILURES, "1", (double) interval.launchFailures(), now));
        batch.addRecords(counted(Metric.METRIC_NODE_FAILURES, "1", (double) interval.nodeFailures(), now));
        if (!interval.startLatencies().isEmpty()) {
            LatencySummary summary = LatencySummary.of(interval.startLatencies());
            batch.addRecords(latency(Statistic.STATISTIC_MEAN, summary.mean(), now));
            batch.addRecords(
                    latency(Statistic.STATISTIC_QUANTILE, summary.median(), now).setQuantile(0.5));
            batch.addRecords(
                    latency(Statistic.STATISTIC_QUANTILE, summary.p99(), now).setQuantile(0.99));
            batch.addRecords(latency(Statistic.STATISTIC_MAXIMUM, summary.maximum(), now));
        }
    }

    private MetricRecord.Builder latency(Statistic statistic, double seconds, Instant now) {
        return counted(Metric.METRIC_START_LATENCY, "s", seconds, now).setStatistic(statistic);
    }

    private MetricRecord.Builder counted(Metric metric, String unit, double value, Instant now) {
        return measured(metric, unit, value, now).setWindow(WireTime.duration(Duration.between(collectedAt, now)));
    }

    private MetricRecord.Builder measured(Metric metric, String unit, double value, Instant at) {
        return MetricRecord.newBuilder()
                .setMetric(metric)
                .setLevel(MetricLevel.METRIC_LEVEL_L0)
                .setSource(MetricSource.METRIC_SOURCE_MEASURED)
                .setStatistic(Statistic.STATISTIC_CURRENT)
                .setUnit(unit)
                .setValue(value)
                .setObservedAt(WireTime.timestamp(at))
                .setSequence(++sequence);
    }
}
