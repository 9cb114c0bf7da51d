package io.isobar.broker.samples;

import io.isobar.broker.workload.AcceleratorChoice;

/** What alternatives by name say; fails for others. */
public final class Alternatives {
    private Alternatives() {}

    public static String modelId(AcceleratorChoice choice) {
        return ((AcceleratorChoice.Named) choice).modelId();
    }

    public static String name(AcceleratorChoice choice) {
        return ((AcceleratorChoice.Named) choice).name();
    }
}
