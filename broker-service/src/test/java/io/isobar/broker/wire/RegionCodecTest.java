package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.wire.Reading.Malformed;
import io.isobar.broker.wire.Reading.Sound;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.proto.region.v1.RegionDescription;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegionCodecTest {
    private static final RegionFacts FACTS = new RegionFacts(
            new RegionName("guian"),
            "huawei",
            new Place("CN", "Guizhou", null, "贵州枢纽", 26.4, null),
            RegionFacts.Manager.SLURM,
            ComputeClass.INTELLIGENT,
            "0.1.0",
            new SiteEnergy(1.3, 560.0, false, true),
            new CutOff.Stops());

    @Test
    void readsBackWhatItWrote() {
        assertThat(RegionCodec.fromProto(RegionCodec.toProto(FACTS))).isEqualTo(new Sound<>(FACTS));
        assertThat(RegionCodec.fromJson(RegionCodec.toJson(FACTS))).isEqualTo(FACTS);
    }

    @Test
    void readsBackInWhatTimeWhatBeganIsStopped() {
        var facts = new RegionFacts(
                new RegionName("a"),
                "b",
                Place.UNKNOWN,
                RegionFacts.Manager.KUBERNETES,
                null,
                "",
                SiteEnergy.UNKNOWN,
                new CutOff.StopsWhatBegan(Duration.ofSeconds(145)));

        assertThat(RegionCodec.fromJson(RegionCodec.toJson(facts))).isEqualTo(facts);
        // A broker that does not know of it must not take it for the whole promise.
        assertThat(RegionCodec.toProto(facts).getStopsWhenCutOff()).isFalse();
        assertThat(RegionCodec.fromProto(RegionCodec.toProto(facts).toBuilder()
                        .setStopsWhatBeganWithin(
                                com.google.protobuf.Duration.newBuilder().setSeconds(3_601))
                        .build()))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.problem())
                                .contains("stops_what_began_within", "3600 s", "3601000 ms"));
    }

    @Test
    void whatIsNotSaidIsUnknown() {
        var read = RegionCodec.fromProto(RegionDescription.newBuilder()
                .setName("a")
                .setProvider("b")
                .setManager(ResourceManagerKind.RESOURCE_MANAGER_KIND_PROCESS)
                .build());

        assertThat(read)
                .isEqualTo(new Sound<>(new RegionFacts(
                        new RegionName("a"), "b", Place.UNKNOWN, RegionFacts.Manager.PROCESS, null, "")));
    }

    @Test
    void namesEverythingThatIsWrong() {
        var to = RegionDescription.newBuilder().setName("A/B").setProvider("").setManagerValue(42);
        to.getPlaceBuilder().setCountry("China").setLatitude(Double.NaN).setLongitude(181);
        to.getEnergyBuilder().setPue(0.8);

        var read = RegionCodec.fromProto(to.build());

        assertThat(read)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed ->
                                assertThat(malformed.problem()).contains("name", "A/B", "provider", "42", "4 more"));
    }

    @Test
    void showsARegionWithoutInventingFigures() {
        var shown = RegionCodec.toProto(
                new RegionView(FACTS, Link.AWAITED, null, null, null, null, null),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                2);

        assertThat(shown.getLink()).isEqualTo(io.isobar.proto.region.v1.LinkState.LINK_STATE_AWAITED);
        assertThat(shown.getCordoned()).isFalse();
        assertThat(shown.hasLastHeardAt()).isFalse();
        assertThat(shown.hasClockSkew()).isFalse();
        assertThat(shown.hasInventoryObservedAt()).isFalse();
        assertThat(shown.getLiveAttempts()).isEqualTo(2);
    }

    @Test
    void aCordonWithoutANoteIsStillACordon() {
        var shown = RegionCodec.toProto(
                new RegionView(
                        FACTS,
                        Link.CONNECTED,
                        "",
                        Samples.NOON,
                        Samples.NOON,
                        new ClockOffset(Duration.ofMillis(-3), Duration.ofNanos(500_000)),
                        Duration.ofMillis(1)),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0);

        assertThat(shown.getCordoned()).isTrue();
        assertThat(TimeCodec.fromProto(shown.getClockSkew())).isEqualTo(Duration.ofMillis(-3));
        assertThat(TimeCodec.fromProto(shown.getClockUncertainty())).isEqualTo(Duration.ofNanos(500_000));
    }
}
