package io.isobar.broker.placement;

import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.resource.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a workload would run on a pool, where that can be said. */
public sealed interface RunTime {
    /**
     * What a run would teach is worth so much.
     *
     * @param thousandths of its price, 0 to {@link #MOST}
     * @param isFirst whether no run of its family was seen there
     */
    record Credit(int thousandths, boolean isFirst) {
        static final int WHOLE = 1_000;
        static final int MOST = 950;

        /** It would teach nothing, or is not to. */
        public static final Credit NONE = new Credit(0, false);

        static Credit of(double share, boolean isFirst) {
            return new Credit((int) Math.round(Math.min(MOST, WHOLE * share)), isFirst);
        }
    }

    /**
     * So long, with the numbers that say why in {@code detail}.
     *
     * @param basis the weakest of what it was reckoned from
     * @param latest so long it takes at most in nine of ten runs, as runs have shown; where they have not, {@code time}
     * @param ratio how it follows from the time on another model; null: it was declared for this one
     */
    record Known(
            Duration time,
            Duration latest,
            Basis basis,
            String detail,
            @Nullable Ratio ratio,
            Credit credit) implements RunTime {
        public Known(Duration time, Basis basis, String detail) {
            this(time, basis, detail, null);
        }

        public Known(Duration time, Basis basis, String detail, @Nullable Ratio ratio) {
            this(time, time, basis, detail, ratio, Credit.NONE);
        }

        /** What it counts for in the choice, of what it costs. */
        Money weighed(Money price) {
            return credit.thousandths() == 0 ? price : price.minus(worthTrying(price));
        }

        /** What trying it is worth, of what it costs. */
        Money worthTrying(Money price) {
            return price.times(credit.thousandths(), Credit.WHOLE);
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
