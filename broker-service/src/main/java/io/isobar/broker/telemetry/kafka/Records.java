package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.Timestamp;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is used of one batch, its records in columns. It is filled anew for each batch, so that reading one makes no objects. Mutable; of one
 * thread.
 */
final class Records {
    private static final int FIRST_ROOM = 64;

    String region = "";
    String incarnation = "";
    /** Null: not said. */
    @Nullable
    Time sentAt;

    int count;
    int[] metric = new int[FIRST_ROOM];
    int[] level = new int[FIRST_ROOM];
    int[] source = new int[FIRST_ROOM];
    int[] statistic = new int[FIRST_ROOM];
    String[] unit = new String[FIRST_ROOM];
    double[] value = new double[FIRST_ROOM];
    /** Null: none. */
    @Nullable
    String[] pool = new String[FIRST_ROOM];
    /** Whether there is a time of observation. */
    boolean[] observed = new boolean[FIRST_ROOM];

    long[] observedSeconds = new long[FIRST_ROOM];
    int[] observedNanos = new int[FIRST_ROOM];
    long[] sequence = new long[FIRST_ROOM];
    /** Null: none. */
    @Nullable
    String[] peer = new String[FIRST_ROOM];

    /** As in {@link Timestamp}. */
    record Time(long seconds, int nanos) {}

    void clear() {
        region = "";
        incarnation = "";
        sentAt = null;
        count = 0;
    }

    /** The row of a further record, which says nothing yet. */
    int add() {
        if (count == metric.length) {
            grow(2 * count);
        }
        int row = count++;
        metric[row] = 0;
        level[row] = 0;
        source[row] = 0;
        statistic[row] = 0;
        unit[row] = "";
        value[row] = 0;
        pool[row] = null;
        observed[row] = false;
        observedSeconds[row] = 0;
        observedNanos[row] = 0;
        sequence[row] = 0;
        peer[row] = null;
        return row;
    }

    private void grow(int room) {
        metric = Arrays.copyOf(metric, room);
        level = Arrays.copyOf(level, room);
        source = Arrays.copyOf(source, room);
        statistic = Arrays.copyOf(statistic, room);
        unit = Arrays.copyOf(unit, room);
        value = Arrays.copyOf(value, room);
        pool = Arrays.copyOf(pool, room);
        observed = Arrays.copyOf(observed, room);
        observedSeconds = Arrays.copyOf(observedSeconds, room);
        observedNanos = Arrays.copyOf(observedNanos, room);
        sequence = Arrays.copyOf(sequence, room);
        peer = Arrays.copyOf(peer, room);
    }

    void take(TelemetryBatch batch) {
        clear();
        region = batch.getRegion();
        incarnation = batch.getAgentIncarnation();
        sentAt = batch.hasSentAt()
                ? new Time(batch.getSentAt().getSeconds(), batch.getSentAt().getNanos())
                : null;
        for (var record : batch.getRecordsList()) {
            int row = add();
            metric[row] = record.getMetricValue();
            level[row] = record.getLevelValue();
            source[row] = record.getSourceValue();
            statistic[row] = record.getStatisticValue();
            unit[row] = record.getUnit();
            value[row] = record.getValue();
            pool[row] = record.hasPool() ? record.getPool() : null;
            observed[row] = record.hasObservedAt();
            observedSeconds[row] = record.getObservedAt().getSeconds();
            observedNanos[row] = record.getObservedAt().getNanos();
            sequence[row] = record.getSequence();
            peer[row] = record.hasPeer() ? record.getPeer() : null;
        }
    }
}
