package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.UnitKind;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of a node's accelerators is.
 *
 * @param resource the extended resource that pods ask for
 * @param advertisedName as the node's labels have it, or the resource
 * @param kind null: the broker knows it, or nobody
 */
record Device(
        String resource, String advertisedName, @Nullable UnitKind kind) {
    Accelerator accelerator() {
        return new Accelerator(advertisedName, kind, null);
    }

    /** For people. */
    String text() {
        return resource;
    }
}
