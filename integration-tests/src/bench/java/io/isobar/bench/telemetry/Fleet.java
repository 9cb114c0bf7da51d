package io.isobar.bench.telemetry;

import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.Statistic;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Regions of ten pools, and their batches: three figures of each pool and seven of the region. Seeded. */
final class Fleet {
    static final int POOLS_OF_REGION = 10;
    private static final List<Quantity> OF_POOL =
            List.of(Quantity.ACCELERATOR_ALLOCATION, Quantity.ACCELERATOR_UTILISATION, Quantity.QUEUE_LENGTH);
    private static final List<Quantity> OF_REGION = List.of(
            Quantity.RUNNING_ATTEMPTS,
            Quantity.CPU_UTILISATION,
            Quantity.MEMORY_USED,
            Quantity.MEMORY_TOTAL,
            Quantity.QUEUE_LENGTH,
            Quantity.LAUNCH_FAILURES,
            Quantity.NODE_FAILURES);
    static final int RECORDS_OF_BATCH = POOLS_OF_REGION * OF_POOL.size() + OF_REGION.size();

    private final SplittableRandom random;
    private final long[] sequences;

    Fleet(int regions, long seed) {
        this.random = new SplittableRandom(seed);
        this.sequences = new long[regions];
    }

    int regions() {
        return sequences.length;
    }

    static String name(int region) {
        return "region-" + region;
    }

    TelemetryBatch next(int region, Instant at) {
        var time = Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
        var batch = TelemetryBatch.newBuilder()
                .setRegion(name(region))
                .setAgentIncarnation("3f0c1a52-7a5e-4a0e-9d59-0b8b4f1c2d3e")
                .setSentAt(time);
        for (int pool = 0; pool < POOLS_OF_REGION; pool++) {
            for (var quantity : OF_POOL) {
                batch.addRecords(record(region, quantity, time).setPool("pool-" + pool));
            }
        }
        OF_REGION.forEach(quantity -> batch.addRecords(record(region, quantity, time)));
        return batch.build();
    }

    private MetricRecord.Builder record(int region, Quantity quantity, Timestamp time) {
        return MetricRecord.newBuilder()
                .setMetricValue(quantity.code())
                .setLevel(MetricLevel.METRIC_LEVEL_L0)
                .setSource(MetricSource.METRIC_SOURCE_MEASURED)
                .setStatistic(Statistic.STATISTIC_CURRENT)
                .setUnit(quantity.unit())
                .setValue(
                        switch (quantity) {
                            case MEMORY_TOTAL -> 2e12;
                            case MEMORY_USED -> random.nextDouble() * 1e12;
                            default -> random.nextDouble();
                        })
                .setObservedAt(time)
                .setSequence(++sequences[region]);
    }
}
