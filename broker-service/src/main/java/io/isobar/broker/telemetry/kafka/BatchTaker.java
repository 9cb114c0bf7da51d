package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Observation;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.RegionTelemetry;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the records of a batch to the windows, each for itself. What an older agent leaves out has its one sensible reading: a raw, present
 * value in the unit of its metric, observed when the batch was sent. What a newer agent adds is passed over.
 */
final class BatchTaker {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000 - 1;

    private final RegionTelemetry telemetry;

    /**
     * What became of a batch.
     *
     * @param verdicts how many records of each
     * @param refused the records that are at fault, as a batch; null: none
     */
    record Taken(Map<Verdict, Integer> verdicts, @Nullable TelemetryBatch refused) {}

    BatchTaker(RegionTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    Taken take(TelemetryBatch batch, long receivedMs) {
        var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
        TelemetryBatch.Builder refused = null;
        long incarnation = fingerprint(batch.getAgentIncarnation());
        long sentNs = batch.hasSentAt() && isTime(batch.getSentAt()) ? nanos(batch.getSentAt()) : Observation.NOT_SAID;
        var memory = new Memory(batch);
        int taken = 0;
        for (var record : batch.getRecordsList()) {
            var verdict = take(batch, record, incarnation, sentNs, memory, receivedMs);
            if (verdict == Verdict.TAKEN) {
                taken++;
                continue;
            }
            verdicts.merge(verdict, 1, Integer::sum);
            if (verdict.isWrong()) {
                refused = refused == null ? batch.toBuilder().clearRecords() : refused;
                refused.addRecords(record);
            }
        }
        if (taken > 0) {
            verdicts.put(Verdict.TAKEN, taken);
        }
        return new Taken(verdicts, refused == null ? null : refused.build());
    }

    private Verdict take(
            TelemetryBatch batch, MetricRecord record, long incarnation, long sentNs, Memory memory, long receivedMs) {
        var quantity = Quantity.of(record.getMetricValue());
        var part = part(record);
        if (quantity == null || part == null || !isRaw(record)) {
            return Verdict.PASSED_OVER;
        }
        var verdict = Observation.judge(quantity, record.getUnit(), record.getValue());
        if (verdict != Verdict.TAKEN) {
            return verdict;
        }
        if (quantity.kind() == Quantity.Kind.LINK ? record.hasPool() : record.hasPeer()) {
            return Verdict.BAD_PEER;
        }
        if (quantity == Quantity.MEMORY_USED && record.getValue() > memory.total(record.getPool())) {
            return Verdict.MORE_THAN_ALL;
        }
        var at = record.hasObservedAt() ? record.getObservedAt() : batch.getSentAt();
        if ((!record.hasObservedAt() && !batch.hasSentAt()) || !isTime(at)) {
            return Verdict.NO_TIME;
        }
        long observedNs = nanos(at);
        var observation = new Observation(
                quantity,
                part,
                record.getValue(),
                record.getSourceValue(),
                observedNs,
                incarnation,
                record.getSequence() == 0 ? numberByTime(observedNs, part) : record.getSequence(),
                sentNs);
        var place = quantity.kind() == Quantity.Kind.LINK ? record.getPeer() : record.getPool();
        return telemetry.add(batch.getRegion(), place, observation, receivedMs);
    }

    /** The number of a record that has none. The parts of one statistic have the same time, and are not the same record. */
    private static long numberByTime(long observedNs, Observation.Part part) {
        return switch (part) {
            case VALUE -> observedNs;
            case MINIMUM -> observedNs + 1;
            case MAXIMUM -> observedNs + 2;
        };
    }

    private static long nanos(Timestamp at) {
        return at.getSeconds() * 1_000_000_000 + at.getNanos();
    }

    private static boolean isTime(Timestamp at) {
        return at.getSeconds() > 0
                && at.getSeconds() < MOST_SECONDS
                && at.getNanos() >= 0
                && at.getNanos() < 1_000_000_000;
    }

    private static boolean isRaw(MetricRecord record) {
        return record.getLevelValue() == MetricLevel.METRIC_LEVEL_L0_VALUE
                || record.getLevelValue() == MetricLevel.METRIC_LEVEL_UNSPECIFIED_VALUE;
    }

    private static Observation.@Nullable Part part(MetricRecord record) {
        return switch (record.getStatistic()) {
            case STATISTIC_UNSPECIFIED, STATISTIC_CURRENT, STATISTIC_MEAN -> Observation.Part.VALUE;
            case STATISTIC_MINIMUM -> Observation.Part.MINIMUM;
            case STATISTIC_MAXIMUM -> Observation.Part.MAXIMUM;
            case STATISTIC_QUANTILE, UNRECOGNIZED -> null;
        };
    }

    /** FNV-1a, 64 bits. */
    private static long fingerprint(String incarnation) {
        long hash = BASIS;
        for (int i = 0; i < incarnation.length(); i++) {
            hash = (hash ^ incarnation.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The memory of pools in all, as the batch has it; read when it is first asked for. */
    private static final class Memory {
        private final TelemetryBatch batch;
        private @Nullable Map<String, Double> totals;

        Memory(TelemetryBatch batch) {
            this.batch = batch;
        }

        /** Infinite: not in the batch. */
        double total(String pool) {
            var known = totals;
            if (known == null) {
                known = new HashMap<>();
                for (var record : batch.getRecordsList()) {
                    if (record.getMetric() == Metric.METRIC_MEMORY_TOTAL && record.getValue() >= 0) {
                        known.put(record.getPool(), record.getValue());
                    }
                }
                totals = known;
            }
            return known.getOrDefault(pool, Double.POSITIVE_INFINITY);
        }
    }
}
