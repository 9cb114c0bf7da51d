package io.isobar.agent.inventory;

/** What a region says of itself; constant while its agent runs. */
public record RegionProfile(
        RegionName name,
        ProviderName provider,
        Place place,
        ManagerKind manager,
        ComputeClass computeClass,
        SiteEnergy energy) {
    /** One that says nothing of its energy. */
    public RegionProfile(
            RegionName name, ProviderName provider, Place place, ManagerKind manager, ComputeClass computeClass) {
        this(name, provider, place, manager, computeClass, SiteEnergy.UNKNOWN);
    }
}
