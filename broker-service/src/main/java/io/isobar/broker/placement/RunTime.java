package io.isobar.broker.placement;

import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.resource.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a workload would run on a pool, where that can be said. */
public sealed interface RunTime {
    /** What {@link Known#untried} counts in. */
    int THOUSANDTHS = 1_000;

    /**
     * So long, with the numbers that say why in {@code detail}.
     *
     * @param basis the weakest of what it was reckoned from
     * @param ratio how it follows from the time on another model; null: it was declared for this one
     * @param untried thousandths of its price that trying it is worth, for what it would teach; 0 to 999
     */
    record Known(
            Duration time,
            Basis basis,
            String detail,
            @Nullable Ratio ratio,
            int untried) implements RunTime {
        public Known(Duration time, Basis basis, String detail) {
            this(time, basis, detail, null);
        }

        public Known(Duration time, Basis basis, String detail, @Nullable Ratio ratio) {
            this(time, basis, detail, ratio, 0);
        }

        /** What it counts for in the choice, of what it costs. */
        Money weighed(Money price) {
            return untried == 0 ? price : price.minus(worthTrying(price));
        }

        /** What trying it is worth, of what it costs. */
        Money worthTrying(Money price) {
            return price.times(untried, THOUSANDTHS);
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
