package io.isobar.agent.session.wire;

import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.inventory.SiteEnergy;
import io.isobar.proto.region.v1.RegionDescription;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes what a region says of itself. */
public final class RegionWriter {
    private RegionWriter() {}

    /**
     * Writes it.
     *
     * @param stopsWhenCutOff whether the region promises to stop what nobody can confirm
     * @param stopsWhatBeganWithin how long after its lease it stops what had begun, where that is all that it promises; null: it is not
     */
    public static RegionDescription write(
            RegionProfile profile,
            String agentVersion,
            boolean stopsWhenCutOff,
            @Nullable Duration stopsWhatBeganWithin) {
        RegionDescription.Builder written = write(profile, agentVersion, stopsWhenCutOff).toBuilder();
        if (stopsWhatBeganWithin != null) {
            written.setStopsWhatBeganWithin(WireTime.duration(stopsWhatBeganWithin));
        }
        return written.build();
    }

    /** {@code stopsWhenCutOff}: whether the region promises to stop what nobody can confirm. */
    public static RegionDescription write(RegionProfile profile, String agentVersion, boolean stopsWhenCutOff) {
        return RegionDescription.newBuilder()
                .setName(profile.name().value())
                .setProvider(profile.provider().value())
                .setPlace(place(profile.place()))
                .setManager(manager(profile.manager()))
                .setComputeClass(computeClass(profile.computeClass()))
                .setAgentVersion(agentVersion)
                .setEnergy(energy(profile.energy()))
                .setStopsWhenCutOff(stopsWhenCutOff)
                .build();
    }

    private static io.isobar.proto.region.v1.SiteEnergy energy(SiteEnergy energy) {
        var written = io.isobar.proto.region.v1.SiteEnergy.newBuilder();
        Double pue = energy.pue();
        if (pue != null) {
            written.setPue(pue).setPueIsEstimated(energy.pueIsEstimated());
        }
        Double intensity = energy.gridIntensity();
        if (intensity != null) {
            written.setGridIntensity(intensity).setGridIntensityIsEstimated(energy.gridIntensityIsEstimated());
        }
        return written.build();
    }

    private static io.isobar.proto.region.v1.Place place(Place place) {
        var written = io.isobar.proto.region.v1.Place.newBuilder()
                .setCountry(place.country())
                .setProvince(place.province())
                .setCity(place.city())
                .setHub(place.hub());
        Double latitude = place.latitude();
        Double longitude = place.longitude();
        if (latitude != null && longitude != null) {
            written.setLatitude(latitude).setLongitude(longitude);
        }
        return written.build();
    }

    private static ResourceManagerKind manager(ManagerKind kind) {
        return switch (kind) {
            case PROCESS -> ResourceManagerKind.RESOURCE_MANAGER_KIND_PROCESS;
            case SIMULATED -> ResourceManagerKind.RESOURCE_MANAGER_KIND_SIMULATED;
            case SLURM -> ResourceManagerKind.RESOURCE_MANAGER_KIND_SLURM;
            case KUBERNETES -> ResourceManagerKind.RESOURCE_MANAGER_KIND_KUBERNETES;
        };
    }

    private static io.isobar.proto.resource.v1.ComputeClass computeClass(ComputeClass computeClass) {
        return switch (computeClass) {
            case UNKNOWN -> io.isobar.proto.resource.v1.ComputeClass.COMPUTE_CLASS_UNSPECIFIED;
            case GENERAL -> io.isobar.proto.resource.v1.ComputeClass.COMPUTE_CLASS_GENERAL;
            case INTELLIGENT -> io.isobar.proto.resource.v1.ComputeClass.COMPUTE_CLASS_INTELLIGENT;
            case SUPER -> io.isobar.proto.resource.v1.ComputeClass.COMPUTE_CLASS_SUPER;
        };
    }
}
