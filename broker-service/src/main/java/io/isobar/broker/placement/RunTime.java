package io.isobar.broker.placement;

import io.isobar.broker.placement.BillLine.Basis;
import java.time.Duration;

/** How long a workload would run on a pool, where that can be said. */
public sealed interface RunTime {
    /** So long, with the numbers that say why in {@code detail}. */
    record Known(Duration time, Basis basis, String detail) implements RunTime {}

    /** It cannot be said, for want of what {@code why} names. */
    record Unknown(String why) implements RunTime {}
}
