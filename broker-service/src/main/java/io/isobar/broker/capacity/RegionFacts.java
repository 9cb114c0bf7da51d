package io.isobar.broker.capacity;

import io.isobar.broker.workload.ComputeClass;
import org.jspecify.annotations.Nullable;

/**
 * What a region says of itself; constant while its agent runs.
 *
 * @param computeClass null: not declared
 * @param energy what its site takes from the grid
 */
public record RegionFacts(
        RegionName name,
        String provider,
        Place place,
        Manager manager,
        @Nullable ComputeClass computeClass,
        String agentVersion,
        SiteEnergy energy) {
    /** The resource manager that the agent stands beside. */
    public enum Manager {
        PROCESS,
        SIMULATED,
        SLURM,
        KUBERNETES
    }

    /** One that says nothing of its energy. */
    public RegionFacts(
            RegionName name,
            String provider,
            Place place,
            Manager manager,
            @Nullable ComputeClass computeClass,
            String agentVersion) {
        this(name, provider, place, manager, computeClass, agentVersion, SiteEnergy.UNKNOWN);
    }

    public RegionFacts {
        if (!RegionName.isName(provider)) {
            throw new IllegalArgumentException("a provider is named like a region, not \"" + provider + "\"");
        }
    }
}
