package io.isobar.broker.placement;

import io.isobar.broker.placement.BillLine.Basis;
import java.time.Duration;

/** How long a workload would run on a pool, where that can be said. */
public sealed interface RunTime {
    /** @param detail where it comes from, with the numbers */
    record Known(Duration time, Basis basis, String detail) implements RunTime {}

    /** @param why what is missing */
    record Unknown(String why) implements RunTime {}
}
