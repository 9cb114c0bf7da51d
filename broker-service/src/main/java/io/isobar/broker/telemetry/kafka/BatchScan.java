package io.isobar.broker.telemetry.kafka;

import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a batch from its bytes as agents write them. Whatever is out of the ordinary it leaves to the generated parser, which alone says
 * what is no batch: a message that comes in pieces, a group, a text that is not plain ASCII, a number in more bytes than it needs at most.
 * Of what it does read it reads the same. Mutable; of one thread.
 *
 * <p>Methods that read return where they end, or {@link #GIVEN_UP}, which is behind every end.
 */
final class BatchScan {
    private static final int GIVEN_UP = Integer.MAX_VALUE;
    private static final int LONGEST_VARINT = 9;
    private static final long LARGEST_TAG = 0xffff_ffffL;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final int REGION = TelemetryBatch.REGION_FIELD_NUMBER << 3 | DELIMITED;
    private static final int INCARNATION = TelemetryBatch.AGENT_INCARNATION_FIELD_NUMBER << 3 | DELIMITED;
    private static final int SENT_AT = TelemetryBatch.SENT_AT_FIELD_NUMBER << 3 | DELIMITED;
    private static final int RECORD = TelemetryBatch.RECORDS_FIELD_NUMBER << 3 | DELIMITED;

    private static final int METRIC = MetricRecord.METRIC_FIELD_NUMBER << 3 | VARINT;
    private static final int LEVEL = MetricRecord.LEVEL_FIELD_NUMBER << 3 | VARINT;
    private static final int SOURCE = MetricRecord.SOURCE_FIELD_NUMBER << 3 | VARINT;
    private static final int STATISTIC = MetricRecord.STATISTIC_FIELD_NUMBER << 3 | VARINT;
    private static final int UNIT = MetricRecord.UNIT_FIELD_NUMBER << 3 | DELIMITED;
    private static final int VALUE = MetricRecord.VALUE_FIELD_NUMBER << 3 | FIXED_64;
    private static final int POOL = MetricRecord.POOL_FIELD_NUMBER << 3 | DELIMITED;
    private static final int OBSERVED_AT = MetricRecord.OBSERVED_AT_FIELD_NUMBER << 3 | DELIMITED;
    private static final int WINDOW = MetricRecord.WINDOW_FIELD_NUMBER << 3 | DELIMITED;
    private static final int SEQUENCE = MetricRecord.SEQUENCE_FIELD_NUMBER << 3 | VARINT;
    private static final int PEER = MetricRecord.PEER_FIELD_NUMBER << 3 | DELIMITED;

    /** Of durations too. */
    private static final int SECONDS = 1 << 3 | VARINT;

    private static final int NANOS = 2 << 3 | VARINT;

    private final Names units = new Names(1 << 5);
    private final Names names = new Names(1 << 13);
    private final Records to;
    private byte[] bytes = {};

    /** Behind the number or the length that was read last. */
    private int next;

    private String text = "";
    private long seconds;
    private int nanos;

    BatchScan(Records to) {
        this.to = to;
    }

    /** False: the generated parser has to look, and the records mean nothing. */
    boolean read(byte[] batch) {
        bytes = batch;
        to.clear();
        int end = batch.length;
        int at = 0;
        while (at < end) {
            at = switch (bytes[at]) {
                case RECORD -> record(at + 1, end);
                case REGION -> region(at + 1, end);
                case INCARNATION -> incarnation(at + 1, end);
                case SENT_AT -> sentAt(at + 1, end);
                default -> unknown(at, end);
            };
        }
        return at == end;
    }

    private int region(int at, int end) {
        int after = text(names, at, end);
        to.region = text;
        return after;
    }

    private int incarnation(int at, int end) {
        int after = text(names, at, end);
        to.incarnation = text;
        return after;
    }

    private int sentAt(int at, int end) {
        int after = to.sentAt == null ? time(at, end) : GIVEN_UP;
        to.sentAt = new Records.Time(seconds, nanos);
        return after;
    }

    private int record(int from, int outerEnd) {
        int end = length(from, outerEnd);
        if (end == GIVEN_UP || to.count == BatchReader.MOST_RECORDS) {
            return GIVEN_UP;
        }
        int row = to.add();
        int at = next;
        while (at < end) {
            at = switch (bytes[at]) {
                case METRIC -> number(to.metric, row, at + 1, end);
                case LEVEL -> number(to.level, row, at + 1, end);
                case SOURCE -> number(to.source, row, at + 1, end);
                case STATISTIC -> number(to.statistic, row, at + 1, end);
                case UNIT -> text(units, to.unit, row, at + 1, end);
                case VALUE -> value(row, at + 1, end);
                case POOL -> text(names, to.pool, row, at + 1, end);
                case OBSERVED_AT -> observedAt(row, at + 1, end);
                case WINDOW -> time(at + 1, end);
                case SEQUENCE -> sequence(row, at + 1, end);
                case PEER -> text(names, to.peer, row, at + 1, end);
                default -> unknown(at, end);
            };
        }
        return at == end ? at : GIVEN_UP;
    }

    private int number(int[] column, int row, int at, int end) {
        column[row] = (int) varint(at, end);
        return next;
    }

    private int sequence(int row, int at, int end) {
        to.sequence[row] = varint(at, end);
        return next;
    }

    private int value(int row, int at, int end) {
        if (end - at < Long.BYTES) {
            return GIVEN_UP;
        }
        to.value[row] = Double.longBitsToDouble((long) LONG.get(bytes, at));
        return at + Long.BYTES;
    }

    private int text(Names among, String[] column, int row, int at, int end) {
        int after = text(among, at, end);
        column[row] = text;
        return after;
    }

    private int text(Names among, int at, int outerEnd) {
        int end = length(at, outerEnd);
        var found = end == GIVEN_UP ? null : among.find(bytes, next, end);
        if (found == null) {
            return GIVEN_UP;
        }
        text = found;
        return end;
    }

    private int observedAt(int row, int at, int end) {
        int after = to.observed[row] ? GIVEN_UP : time(at, end);
        to.observed[row] = true;
        to.observedSeconds[row] = seconds;
        to.observedNanos[row] = nanos;
        return after;
    }

    private int time(int from, int outerEnd) {
        seconds = 0;
        nanos = 0;
        int end = length(from, outerEnd);
        int at = end == GIVEN_UP ? GIVEN_UP : next;
        while (at < end) {
            switch (bytes[at]) {
                case SECONDS -> {
                    seconds = varint(at + 1, end);
                    at = next;
                }
                case NANOS -> {
                    nanos = (int) varint(at + 1, end);
                    at = next;
                }
                default -> at = unknown(at, end);
            }
        }
        return at == end ? at : GIVEN_UP;
    }

    /** Where what is this long ends; it begins at {@link #next}. */
    private int length(int at, int end) {
        long length = varint(at, end);
        return length >= 0 && length <= end - (long) next ? next + (int) length : GIVEN_UP;
    }

    /** A field of a newer agent. */
    private int unknown(int at, int end) {
        long tag = varint(at, end);
        boolean isKnownAtLength = bytes[at] < 0 && tag <= Byte.MAX_VALUE;
        if (isKnownAtLength || tag < 1 << 3 || tag > LARGEST_TAG) {
            return GIVEN_UP;
        }
        return switch ((int) tag & 7) {
            case VARINT -> {
                var _ = varint(next, end);
                yield next;
            }
            case FIXED_64 -> end - (long) next < Long.BYTES ? GIVEN_UP : next + Long.BYTES;
            case DELIMITED -> length(next, end);
            case FIXED_32 -> end - (long) next < Integer.BYTES ? GIVEN_UP : next + Integer.BYTES;
            default -> GIVEN_UP;
        };
    }

    /** Where it ends is in {@link #next}. */
    private long varint(int at, int end) {
        if (at < end && bytes[at] >= 0) {
            next = at + 1;
            return bytes[at];
        }
        return longVarint(at, end);
    }

    private long longVarint(int from, int end) {
        long number = 0;
        int most = Math.min(LONGEST_VARINT, end - from);
        for (int i = 0; i < most; i++) {
            byte part = bytes[from + i];
            number |= (long) (part & 0x7f) << (7 * i);
            if (part >= 0) {
                next = from + i + 1;
                return number;
            }
        }
        next = GIVEN_UP;
        return 0;
    }
}
