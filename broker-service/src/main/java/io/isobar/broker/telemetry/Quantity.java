package io.isobar.broker.telemetry;

import io.isobar.broker.network.LinkReading;
import org.jspecify.annotations.Nullable;

/** What is measured, with its unit and range. Names are those of {@code isobar.telemetry.v1.Metric} without its prefix, codes its numbers. */
public enum Quantity {
    ACCELERATOR_ALLOCATION(1, "1", Kind.SHARE),
    ACCELERATOR_UTILISATION(2, "1", Kind.SHARE),
    CPU_UTILISATION(3, "1", Kind.SHARE),
    MEMORY_USED(4, "By", Kind.LEVEL),
    MEMORY_TOTAL(5, "By", Kind.LEVEL),
    RUNNING_ATTEMPTS(6, "1", Kind.LEVEL),
    QUEUE_LENGTH(7, "1", Kind.LEVEL),
    START_LATENCY(8, "s", Kind.LEVEL),
    LAUNCH_FAILURES(9, "1", Kind.COUNT),
    NODE_FAILURES(10, "1", Kind.COUNT),
    LINK_ROUND_TRIP(11, "s", Kind.LINK),
    LINK_BANDWIDTH(12, "bit/s", Kind.LINK);

    /** How values of a quantity may be. */
    public enum Kind {
        /** From 0 to 1. */
        SHARE,
        /** Not negative. */
        LEVEL,
        /** Not negative, and what happened since the record before: its sum means something. */
        COUNT,
        /** Of the way to another place; above 0, and with an upper bound. */
        LINK
    }

    private static final Quantity[] BY_CODE = byCode();

    private final int code;
    private final String unit;
    private final Kind kind;

    Quantity(int code, String unit, Kind kind) {
        this.code = code;
        this.unit = unit;
        this.kind = kind;
    }

    /** Null: a metric that this broker does not know. */
    public static @Nullable Quantity of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    public int code() {
        return code;
    }

    public String unit() {
        return unit;
    }

    public Kind kind() {
        return kind;
    }

    /** What of a way it is; null: it is of a pool or a region. */
    public LinkReading.@Nullable Quantity ofLink() {
        return switch (this) {
            case LINK_ROUND_TRIP -> LinkReading.Quantity.ROUND_TRIP;
            case LINK_BANDWIDTH -> LinkReading.Quantity.BANDWIDTH;
            case ACCELERATOR_ALLOCATION,
                    ACCELERATOR_UTILISATION,
                    CPU_UTILISATION,
                    MEMORY_USED,
                    MEMORY_TOTAL,
                    RUNNING_ATTEMPTS,
                    QUEUE_LENGTH,
                    START_LATENCY,
                    LAUNCH_FAILURES,
                    NODE_FAILURES -> null;
        };
    }

    private static Quantity[] byCode() {
        var all = values();
        var byCode = new Quantity[all[all.length - 1].code + 1];
        for (var quantity : all) {
            byCode[quantity.code] = quantity;
        }
        return byCode;
    }
}
