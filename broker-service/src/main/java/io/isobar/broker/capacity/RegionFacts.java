package io.isobar.broker.capacity;

import io.isobar.broker.workload.ComputeClass;
import org.jspecify.annotations.Nullable;

/**
 * What a region says of itself; constant while its agent runs.
 *
 * @param computeClass null: not declared
 * @param energy what its site takes from the grid
 * @param cutOff what it promises for when it is cut off
 */
public record RegionFacts(
        RegionName name,
        String provider,
        Place place,
        Manager manager,
        @Nullable ComputeClass computeClass,
        String agentVersion,
        SiteEnergy energy,
        CutOff cutOff) {
    /** The resource manager that the agent stands beside. */
    public enum Manager {
        PROCESS,
        SIMULATED,
        SLURM,
        KUBERNETES
    }

    /** One that says nothing of its energy, and does not promise to stop. */
    public RegionFacts(
            RegionName name,
            String provider,
            Place place,
            Manager manager,
            @Nullable ComputeClass computeClass,
            String agentVersion) {
        this(name, provider, place, manager, computeClass, agentVersion, SiteEnergy.UNKNOWN, new CutOff.GoesOn());
    }

    public RegionFacts {
        if (!RegionName.isName(provider)) {
            throw new IllegalArgumentException("a provider is named like a region, not \"" + provider + "\"");
        }
    }

    /** Whether it promises to stop what nobody can confirm, so that it may be started elsewhere. */
    public boolean stopsWhenCutOff() {
        return !(cutOff instanceof CutOff.GoesOn);
    }
}
