package io.isobar.broker.placement;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What is guaranteed to a tenant, or to a group of tenants: that its live attempts may hold together, over all regions. More than that
 * they hold only of what is borrowed.
 *
 * @param units accelerator units of any model; null: no limit
 * @param cpus null: no limit
 * @param memory null: no limit
 */
public record Quota(
        @Nullable Long units, @Nullable Cpu cpus, @Nullable Memory memory) {
    public static final Quota NONE = new Quota(null, null, null);

    public Quota {
        if (units != null && units < 0) {
            throw new IllegalArgumentException("a quota of accelerators must be at least 0, is " + units);
        }
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
