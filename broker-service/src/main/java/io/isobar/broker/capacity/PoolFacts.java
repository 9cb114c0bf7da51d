package io.isobar.broker.capacity;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.HostArchitecture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is.
 *
 * @param accelerator null: it has none and sells processors and memory
 * @param hostArchitecture null: not known
 * @param interconnectDomain null: none is known
 */
public record PoolFacts(
        @Nullable PoolAccelerator accelerator,
        @Nullable HostArchitecture hostArchitecture,
        List<InstalledStack> stacks,
        @Nullable String interconnectDomain,
        boolean runsImages) {
    public PoolFacts {
        stacks = List.copyOf(stacks);
    }

    /** A software stack on the pool's nodes; null versions are not known. */
    public record InstalledStack(
            SoftwareStack stack,
            @Nullable String version,
            @Nullable String driverVersion) {}
}
