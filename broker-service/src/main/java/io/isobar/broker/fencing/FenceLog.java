package io.isobar.broker.fencing;

import io.isobar.broker.capacity.RegionName;

/** The topic of fences, as who leads sees it. */
@FunctionalInterface
public interface FenceLog {
    /** Nowhere: no fence is ever durable, and so no work is given up. */
    FenceLog NOWHERE = (region, number, durable) -> {};

    /**
     * Begins to write a fence; never blocks.
     *
     * @param durable is called once it is there for good, from any thread, perhaps never; then it is asked for again
     */
    void write(RegionName region, long number, Runnable durable);
}
