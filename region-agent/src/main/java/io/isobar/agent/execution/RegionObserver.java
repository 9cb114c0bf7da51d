package io.isobar.agent.execution;

import io.isobar.agent.failure.Reason;

/** Is told what a region does, to count it. Called on the region's one thread; nothing may block or throw. */
public interface RegionObserver {
    /** Sees nothing. */
    RegionObserver BLIND = new RegionObserver() {};

    /** An attempt was admitted. */
    default void admitted() {}

    default void refused(Reason reason) {}

    /** An attempt was handed to the resource manager. */
    default void launched() {}

    default void launchFailed() {}
}
