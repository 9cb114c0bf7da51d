package io.isobar.broker.wire;

import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.learning.Review;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.wire.Reading.Malformed;
import io.isobar.broker.wire.Reading.Sound;
import io.isobar.broker.workload.FieldRules;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.RegionDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What regions say of themselves, and regions as people see them. */
public final class RegionCodec {
    private static final int LONGEST = 200;

    private RegionCodec() {}

    /** A malformed description names every problem, for the operator of the agent. */
    public static Reading<RegionFacts> fromProto(RegionDescription region) {
        var problems = new Problems();
        if (!RegionName.isName(region.getName())) {
            problems.add("name", notAName(region.getName()));
        }
        if (!RegionName.isName(region.getProvider())) {
            problems.add("provider", notAName(region.getProvider()));
        }
        var manager = EnumCodec.fromProto(region.getManager()).orElse(null);
        if (manager == null) {
            problems.add("manager", "the value " + region.getManagerValue() + " is not known");
        }
        var place = place(problems, region.getPlace());
        var energy = energy(problems, region.getEnergy());
        var cutOff = cutOff(problems, region);
        if (!problems.isEmpty() || manager == null) {
            return new Malformed<>("region description: " + problems.asFailure().getMessage());
        }
        return new Sound<>(new RegionFacts(
                new RegionName(region.getName()),
                region.getProvider(),
                place,
                manager,
                EnumCodec.fromProto(region.getComputeClass()).orElse(null),
                Text.line(region.getAgentVersion(), LONGEST),
                energy,
                cutOff));
    }

    private static CutOff cutOff(Problems problems, RegionDescription region) {
        if (region.getStopsWhenCutOff()) {
            return new CutOff.Stops();
        }
        if (!region.hasStopsWhatBeganWithin()) {
            return new CutOff.GoesOn();
        }
        try {
            return new CutOff.StopsWhatBegan(TimeCodec.fromProto(region.getStopsWhatBeganWithin()));
        } catch (IllegalArgumentException bad) {
            problems.add("stops_what_began_within", String.valueOf(bad.getMessage()));
            return new CutOff.GoesOn();
        }
    }

    /** For the store. */
    public static String toJson(RegionFacts facts) {
        return ProtoJson.print(toProto(facts));
    }

    /** Throws {@link IllegalStateException} where the record is damaged. */
    public static RegionFacts fromJson(String json) {
        var read =
                fromProto(ProtoJson.parse(json, RegionDescription.newBuilder()).build());
        return switch (read) {
            case Sound<RegionFacts> sound -> sound.value();
            case Malformed<RegionFacts> damaged -> throw new IllegalStateException("a stored " + damaged.problem());
        };
    }

    public static RegionDescription toProto(RegionFacts facts) {
        var to = RegionDescription.newBuilder()
                .setName(facts.name().value())
                .setProvider(facts.provider())
                .setPlace(toProto(facts.place()))
                .setManager(EnumCodec.toProto(facts.manager()))
                .setAgentVersion(facts.agentVersion())
                .setStopsWhenCutOff(facts.cutOff() instanceof CutOff.Stops);
        if (facts.cutOff() instanceof CutOff.StopsWhatBegan began) {
            to.setStopsWhatBeganWithin(TimeCodec.toProto(began.within()));
        }
        if (facts.computeClass() != null) {
            to.setComputeClass(EnumCodec.toProto(facts.computeClass()));
        }
        if (!facts.energy().equals(SiteEnergy.UNKNOWN)) {
            to.setEnergy(toProto(facts.energy()));
        }
        return to.build();
    }

    /**
     * A region as people see it.
     *
     * @param pools of the region; may hold others, which are passed over
     * @param reserves what reservations keep of pools
     * @param reviews how pools kept what they promise; of others nothing is said
     * @param figures its latest telemetry
     * @param liveAttempts attempts that are not over
     */
    public static io.isobar.proto.region.v1.Region toProto(
            RegionView region,
            List<PoolView> pools,
            Map<PoolKey, PoolReserve> reserves,
            Map<PoolKey, Review> reviews,
            List<Figure> figures,
            int liveAttempts) {
        var to = io.isobar.proto.region.v1.Region.newBuilder()
                .setDescription(toProto(region.facts()))
                .setLink(EnumCodec.toProto(region.link()))
                .setCordoned(region.cordoned())
                .setCordonNote(Objects.requireNonNullElse(region.cordonNote(), ""))
                .addAllFigures(figures)
                .setLiveAttempts(liveAttempts);
        if (region.maintenance() != null) {
            to.setMaintenance(MaintenanceCodec.toProto(region.maintenance()));
        }
        if (region.givenUpAt() != null) {
            to.setGivenUpAt(TimeCodec.toProto(region.givenUpAt()));
        }
        if (region.connectedAt() != null) {
            to.setConnectedAt(TimeCodec.toProto(region.connectedAt()));
        }
        if (region.lastHeardAt() != null) {
            to.setLastHeardAt(TimeCodec.toProto(region.lastHeardAt()));
        }
        if (region.clock() != null) {
            to.setClockSkew(TimeCodec.toProto(region.clock().ahead()))
                    .setClockUncertainty(TimeCodec.toProto(region.clock().uncertainty()));
        }
        if (region.roundTrip() != null) {
            to.setRoundTrip(TimeCodec.toProto(region.roundTrip()));
        }
        Instant oldest = null;
        for (var pool : pools) {
            if (pool.key().region().equals(region.name())) {
                to.addPools(PoolCodec.toProto(pool, reserves.get(pool.key()), reviews.get(pool.key())));
                oldest = oldest == null || pool.observedAt().isBefore(oldest) ? pool.observedAt() : oldest;
            }
        }
        if (oldest != null) {
            to.setInventoryObservedAt(TimeCodec.toProto(oldest));
        }
        return to.build();
    }

    private static Place place(Problems problems, io.isobar.proto.region.v1.Place place) {
        var problem = place.getCountry().isEmpty() ? null : FieldRules.countryProblem(place.getCountry());
        if (problem != null) {
            problems.add("place.country", "\"" + Text.line(place.getCountry(), LONGEST) + "\" " + problem);
        }
        return new Place(
                known(place.getCountry()),
                known(place.getProvince()),
                known(place.getCity()),
                known(place.getHub()),
                place.hasLatitude() ? degrees(problems, "place.latitude", place.getLatitude(), 90) : null,
                place.hasLongitude() ? degrees(problems, "place.longitude", place.getLongitude(), 180) : null);
    }

    private static @Nullable String known(String text) {
        return text.isBlank() ? null : Text.line(text, LONGEST);
    }

    private static @Nullable Double degrees(Problems problems, String field, double degrees, int most) {
        if (!(Math.abs(degrees) <= most)) {
            problems.add(field, "must be -" + most + " to " + most + " degrees, is " + degrees);
            return null;
        }
        return degrees;
    }

    private static SiteEnergy energy(Problems problems, io.isobar.proto.region.v1.SiteEnergy energy) {
        try {
            return new SiteEnergy(
                    energy.hasPue() ? energy.getPue() : null,
                    energy.hasGridIntensity() ? energy.getGridIntensity() : null,
                    energy.getPueIsEstimated(),
                    energy.getGridIntensityIsEstimated());
        } catch (IllegalArgumentException bad) {
            problems.add("energy", String.valueOf(bad.getMessage()));
            return SiteEnergy.UNKNOWN;
        }
    }

    private static io.isobar.proto.region.v1.SiteEnergy toProto(SiteEnergy energy) {
        var to = io.isobar.proto.region.v1.SiteEnergy.newBuilder()
                .setPueIsEstimated(energy.pueIsEstimated())
                .setGridIntensityIsEstimated(energy.gridIntensityIsEstimated());
        if (energy.pue() != null) {
            to.setPue(energy.pue());
        }
        if (energy.gridIntensity() != null) {
            to.setGridIntensity(energy.gridIntensity());
        }
        return to.build();
    }

    private static io.isobar.proto.region.v1.Place toProto(Place place) {
        var to = io.isobar.proto.region.v1.Place.newBuilder()
                .setCountry(Objects.requireNonNullElse(place.country(), ""))
                .setProvince(Objects.requireNonNullElse(place.province(), ""))
                .setCity(Objects.requireNonNullElse(place.city(), ""))
                .setHub(Objects.requireNonNullElse(place.hub(), ""));
        if (place.latitude() != null) {
            to.setLatitude(place.latitude());
        }
        if (place.longitude() != null) {
            to.setLongitude(place.longitude());
        }
        return to.build();
    }

    private static String notAName(String text) {
        return "\"" + Text.line(text, 100)
                + "\" is no name: 1 to 63 lower-case letters, digits and hyphens, a letter or digit first and last";
    }
}
