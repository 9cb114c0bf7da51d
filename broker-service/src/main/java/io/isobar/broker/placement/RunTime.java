package io.isobar.broker.placement;

import io.isobar.broker.placement.BillLine.Basis;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a workload would run on a pool, where that can be said. */
public sealed interface RunTime {
    /**
     * So long, with the numbers that say why in {@code detail}.
     *
     * @param basis the weakest of what it was reckoned from
     * @param ratio how it follows from the time on another model; null: it was declared for this one
     */
    record Known(
            Duration time,
            Basis basis,
            String detail,
            @Nullable Ratio ratio) implements RunTime {
        public Known(Duration time, Basis basis, String detail) {
            this(time, basis, detail, null);
        }
    }

    /**
     * The time on a model by that on the reference.
     *
     * @param time above 1: it takes longer
     * @param reference canonical id
     * @param source where it comes from, with the numbers
     */
    record Ratio(double time, String reference, String source) {}

    /** It cannot be said, for want of what {@code why} names. */
    record Unknown(String why) implements RunTime {}
}
