package io.isobar.bench.packing;

import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import org.jspecify.annotations.Nullable;

/** Chooses nodes one pod at a time, knowing what became of the ones before. */
interface Policy extends AutoCloseable {
    /**
     * A node by its index, and what is left of the device of which a part is taken (1,000 for an untouched one).
     *
     * @param left 1,000 too where no part is taken
     */
    record Spot(int node, int left) {}

    /** Where the next pod goes, or null where it is dropped. */
    @Nullable
    Spot place(Shape pod);

    /** What is free on a node now. */
    void changed(int node, FreeNode free);

    @Override
    default void close() {}
}
