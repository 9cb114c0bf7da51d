package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.telemetry.Observation;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.RegionTelemetry;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.Statistic;
import java.util.BitSet;
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
     * @param refused the rows of the records that are at fault
     */
    record Taken(Map<Verdict, Integer> verdicts, BitSet refused) {}

    BatchTaker(RegionTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    Taken take(Records batch, long receivedMs) {
        var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
        var refused = new BitSet(0);
        long incarnation = fingerprint(batch.incarnation);
        var sentAt = batch.sentAt;
        long sentNs = sentAt != null && isTime(sentAt.seconds(), sentAt.nanos())
                ? nanos(sentAt.seconds(), sentAt.nanos())
                : Observation.NOT_SAID;
        var memory = new Memory(batch);
        int taken = 0;
        for (int row = 0; row < batch.count; row++) {
            var verdict = take(batch, row, incarnation, sentNs, memory, receivedMs);
            if (verdict == Verdict.TAKEN) {
                taken++;
                continue;
            }
            verdicts.merge(verdict, 1, Integer::sum);
            if (verdict.isWrong()) {
                refused.set(row);
            }
        }
        if (taken > 0) {
            verdicts.put(Verdict.TAKEN, taken);
        }
        return new Taken(verdicts, refused);
    }

    private Verdict take(Records batch, int row, long incarnation, long sentNs, Memory memory, long receivedMs) {
        var quantity = Quantity.of(batch.metric[row]);
        var part = part(batch.statistic[row]);
        if (quantity == null || part == null || !isRaw(batch.level[row])) {
            return Verdict.PASSED_OVER;
        }
        double value = batch.value[row];
        var verdict = Observation.judge(quantity, batch.unit[row], value);
        if (verdict != Verdict.TAKEN) {
            return verdict;
        }
        var pool = batch.pool[row];
        var peer = batch.peer[row];
        boolean link = quantity.kind() == Quantity.Kind.LINK;
        if ((link ? pool : peer) != null) {
            return Verdict.BAD_PEER;
        }
        if (quantity == Quantity.MEMORY_USED && value > memory.total(pool)) {
            return Verdict.MORE_THAN_ALL;
        }
        long observedNs = batch.observed[row] ? observedNs(batch, row) : sentNs;
        if (observedNs == Observation.NOT_SAID) {
            return Verdict.NO_TIME;
        }
        var observation = new Observation(
                quantity,
                part,
                value,
                batch.source[row],
                observedNs,
                incarnation,
                batch.sequence[row] == 0 ? numberByTime(observedNs, part) : batch.sequence[row],
                sentNs);
        var place = link ? peer : pool;
        return telemetry.add(batch.region, place == null ? "" : place, observation, receivedMs);
    }

    private static long observedNs(Records batch, int row) {
        long seconds = batch.observedSeconds[row];
        int nanos = batch.observedNanos[row];
        return isTime(seconds, nanos) ? nanos(seconds, nanos) : Observation.NOT_SAID;
    }

    /** The number of a record that has none. The parts of one statistic have the same time, and are not the same record. */
    private static long numberByTime(long observedNs, Observation.Part part) {
        return switch (part) {
            case VALUE -> observedNs;
            case MINIMUM -> observedNs + 1;
            case MAXIMUM -> observedNs + 2;
        };
    }

    private static long nanos(long seconds, int nanos) {
        return seconds * 1_000_000_000 + nanos;
    }

    private static boolean isTime(long seconds, int nanos) {
        return seconds > 0 && seconds < MOST_SECONDS && nanos >= 0 && nanos < 1_000_000_000;
    }

    private static boolean isRaw(int level) {
        return level == MetricLevel.METRIC_LEVEL_L0_VALUE || level == MetricLevel.METRIC_LEVEL_UNSPECIFIED_VALUE;
    }

    private static Observation.@Nullable Part part(int statistic) {
        return switch (statistic) {
            case Statistic.STATISTIC_UNSPECIFIED_VALUE,
                    Statistic.STATISTIC_CURRENT_VALUE,
                    Statistic.STATISTIC_MEAN_VALUE -> Observation.Part.VALUE;
            case Statistic.STATISTIC_MINIMUM_VALUE -> Observation.Part.MINIMUM;
            case Statistic.STATISTIC_MAXIMUM_VALUE -> Observation.Part.MAXIMUM;
            default -> null;
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
        private final Records batch;
        private @Nullable Map<String, Double> totals;

        Memory(Records batch) {
            this.batch = batch;
        }

        /** Infinite: not in the batch. {@code pool} null: of the whole region. */
        double total(@Nullable String pool) {
            var known = totals;
            if (known == null) {
                known = new HashMap<>();
                for (int row = 0; row < batch.count; row++) {
                    if (batch.metric[row] == Metric.METRIC_MEMORY_TOTAL_VALUE && batch.value[row] >= 0) {
                        known.put(place(batch.pool[row]), batch.value[row]);
                    }
                }
                totals = known;
            }
            return known.getOrDefault(place(pool), Double.POSITIVE_INFINITY);
        }

        private static String place(@Nullable String pool) {
            return pool == null ? "" : pool;
        }
    }
}
