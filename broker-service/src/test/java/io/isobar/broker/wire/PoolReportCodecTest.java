package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.wire.PoolReportCodec.Reported;
import io.isobar.broker.wire.PoolReportCodec.Reported.Unsound;
import io.isobar.broker.wire.PoolReportCodec.Reported.Usable;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.market.v1.Offer;
import io.isobar.proto.market.v1.PriceUnit;
import io.isobar.proto.region.v1.PoolReport;
import io.isobar.proto.resource.v1.Money;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoolReportCodecTest {
    private static final RegionName REGION = new RegionName("guian");
    private static final PoolReportCodec CODEC =
            new PoolReportCodec(AcceleratorCatalog.load().resolver());

    @Test
    void readsASoundReport() {
        var usable = usable(sound());
        var report = usable.report();

        assertThat(usable.notes()).isEmpty();
        assertThat(report.key()).isEqualTo(new PoolKey(REGION, "a100"));
        assertThat(report.sequence()).isEqualTo(7);
        assertThat(report.capacity())
                .isEqualTo(new Histogram(java.util.List.of(new NodeBucket(
                        2, new Amount(8, 3), new Amount(64_000, 10_000), new Amount(1L << 39, 1L << 30)))));
        assertThat(report.unusableNodes()).isNull();
        assertThat(report.offers()).hasSize(1);
        assertThat(Objects.requireNonNull(accelerator(sound()).model()).name()).isEqualTo("A100-80GB");
    }

    @Test
    void aPoolOfProcessorsNeedsNoUnits() {
        var to = sound();
        to.getPoolBuilder().clearAccelerator();
        to.getPoolBuilder()
                .getCapacityBuilder()
                .getBucketsBuilder(0)
                .setTotalUnits(0)
                .setFreeUnits(0);
        to.getOffersBuilder(0).setUnit(PriceUnit.PRICE_UNIT_CORE_HOUR);

        assertThat(usable(to).report().facts().accelerator()).isNull();
    }

    @Test
    void aPoolWhoseNodesAreAllDownIsSound() {
        var to = sound();
        to.getPoolBuilder().getCapacityBuilder().clearBuckets().setUnusableNodes(3);

        assertThat(usable(to).report().unusableNodes()).isEqualTo(3);
        assertThat(usable(to).report().capacity().freeUnits()).isZero();
    }

    @Test
    void anAmbiguousNameHasNoModelAndNamesTheCandidates() {
        var to = sound();
        to.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("910B").clearMemoryBytes();

        assertThat(accelerator(to).model()).isNull();
        assertThat(accelerator(to).problem()).contains("910B1", "910B3");
        assertThat(usable(to).notes()).hasSize(1);
    }

    @Test
    void theMemoryDecidesWhereOnlyOneCandidateHasIt() {
        var one = sound();
        one.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("V100").setMemoryBytes(16_160L << 20);
        var two = sound();
        two.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("A100").setMemoryBytes(81_559L << 20);
        var none = sound();
        none.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("V100").setMemoryBytes(1L << 40);

        assertThat(Objects.requireNonNull(accelerator(one).model()).id()).isEqualTo("nvidia-v100-sxm2-16gb");
        assertThat(accelerator(two).model()).isNull();
        assertThat(accelerator(none).model()).isNull();
        assertThat(accelerator(none).problem()).contains("may mean");
    }

    @Test
    void anUnknownNameKeepsThePoolVisible() {
        var to = sound();
        to.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("Frobnicator 9000");

        assertThat(accelerator(to).model()).isNull();
        assertThat(accelerator(to).problem()).contains("not in the catalogue");
    }

    @Test
    void aPartitionIsNotTakenForACard() {
        var to = sound();
        to.getPoolBuilder()
                .getAcceleratorBuilder()
                .setAdvertisedName("A100-80GB-MIG-1g.10gb")
                .clearMemoryBytes();

        assertThat(accelerator(to).unitKind()).isEqualTo(UnitKind.PARTITION);
        assertThat(accelerator(to).memoryPerUnit()).isEqualTo(Memory.ofGibibytes(10));
    }

    @Test
    void aPriceOfNothingIsNotKnown() {
        var to = sound();
        to.getOffersBuilder(0).getPriceBuilder().setAmount("0");

        assertThat(usable(to).report().offers()).isEmpty();
        assertThat(usable(to).notes()).singleElement().asString().contains("not known");
    }

    @Test
    void spotAboveOnDemandIsNoted() {
        var to = sound();
        to.addOffers(to.getOffers(0).toBuilder()
                .setMode(BillingMode.BILLING_MODE_SPOT)
                .setPrice(money("10")));

        assertThat(usable(to).notes()).singleElement().asString().contains("spot");
        assertThat(usable(to).report().offers()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void quarantinesWhatContradictsItself(String named, Consumer<PoolReport.Builder> fault) {
        var to = sound();
        fault.accept(to);

        assertThat(CODEC.fromProto(REGION, to.build())).isInstanceOfSatisfying(Unsound.class, unsound -> {
            assertThat(unsound.key()).isEqualTo(new PoolKey(REGION, "a100"));
            assertThat(unsound.why()).contains(named);
        });
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "free_units: must be 0 to the total of 8, is 9",
                        r -> bucket(r).setFreeUnits(9)),
                fault("free_units", r -> bucket(r).setFreeUnits(-1)),
                fault("total_units", r -> bucket(r).setTotalUnits(-8).setFreeUnits(-8)),
                fault("total_units", r -> bucket(r).setTotalUnits(65_537)),
                fault("total_units: is 0", r -> bucket(r).setTotalUnits(0).setFreeUnits(0)),
                fault("nodes", r -> bucket(r).setNodes(0)),
                fault("nodes", r -> bucket(r).setNodes(Integer.MIN_VALUE)),
                fault("nodes", r -> bucket(r).setNodes(1_000_001)),
                fault("free_millicpus", r -> bucket(r).setFreeMillicpus(64_001)),
                fault("total_millicpus", r -> bucket(r).setTotalMillicpus(0).setFreeMillicpus(0)),
                fault("total_millicpus", r -> bucket(r).setTotalMillicpus(Long.MAX_VALUE)),
                fault("free_millicpus: is missing", r -> bucket(r).clearFreeMillicpus()),
                fault("total_memory_bytes: is missing", r -> bucket(r).clearTotalMemoryBytes()),
                fault("free_memory_bytes", r -> bucket(r).setFreeMemoryBytes(Long.MIN_VALUE)),
                fault("total_memory_bytes", r -> bucket(r).setTotalMemoryBytes(Long.MAX_VALUE)),
                fault("more than 2^63", r -> bucket(r).setNodes(1_000_000).setTotalMemoryBytes(1L << 56)),
                fault("4097 elements", r -> {
                    for (int i = 0; i < 4_096; i++) {
                        r.getPoolBuilder()
                                .getCapacityBuilder()
                                .addBuckets(bucket(r).build());
                    }
                }),
                fault("capacity: is missing", r -> r.getPoolBuilder().clearCapacity()),
                fault("sequence", r -> capacity(r).setSequence(-1)),
                fault("observed_at: is missing", r -> capacity(r).clearObservedAt()),
                fault(
                        "observed_at",
                        r -> capacity(r).setObservedAt(Timestamp.newBuilder().setNanos(-1))),
                fault("validity: is missing", r -> capacity(r).clearValidity()),
                fault(
                        "validity",
                        r -> capacity(r).setValidity(Duration.newBuilder().setSeconds(0))),
                fault(
                        "validity",
                        r -> capacity(r).setValidity(Duration.newBuilder().setSeconds(86_401))),
                fault(
                        "validity",
                        r -> capacity(r).setValidity(Duration.newBuilder().setSeconds(Long.MAX_VALUE))),
                fault("unusable_nodes", r -> capacity(r).setUnusableNodes(-1)),
                fault(
                        "advertised_name",
                        r -> r.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("")),
                fault(
                        "advertised_name",
                        r -> r.getPoolBuilder().getAcceleratorBuilder().setAdvertisedName("a\nb")),
                fault(
                        "memory_bytes",
                        r -> r.getPoolBuilder().getAcceleratorBuilder().setMemoryBytes(0)),
                fault(
                        "memory_bytes",
                        r -> r.getPoolBuilder().getAcceleratorBuilder().setMemoryBytes(Long.MAX_VALUE)),
                fault("interconnect_domain", r -> r.getPoolBuilder().setInterconnectDomain("a\0")),
                fault("offers[0].unit", r -> r.getOffersBuilder(0).setUnitValue(9)),
                fault("offers[0].mode", r -> r.getOffersBuilder(0).setModeValue(9)),
                fault("offers[0].price: is missing", r -> r.getOffersBuilder(0).clearPrice()),
                fault("offers[0].price", r -> r.getOffersBuilder(0).setPrice(money("-1"))),
                fault("offers[0].price", r -> r.getOffersBuilder(0).setPrice(money("NaN"))),
                fault(
                        "offers[0].price",
                        r -> r.getOffersBuilder(0).setPrice(Money.newBuilder().setAmount("1"))),
                fault("offers[0].pool", r -> r.getOffersBuilder(0).setPool("other")),
                fault("offers[1]: is a second price", r -> r.addOffers(r.getOffers(0))),
                fault("card-hour", r -> {
                    r.getPoolBuilder().clearAccelerator();
                    bucket(r).setTotalUnits(0).setFreeUnits(0);
                }));
    }

    @Test
    void aPoolWithoutAUsableNameHasNoKey() {
        var to = sound();
        to.getPoolBuilder().setName("../etc\n");

        assertThat(CODEC.fromProto(REGION, to.build())).isInstanceOfSatisfying(Unsound.class, unsound -> {
            assertThat(unsound.key()).isNull();
            assertThat(unsound.why()).contains("../etc ");
        });
        assertThat(CODEC.fromProto(REGION, PoolReport.getDefaultInstance())).isInstanceOf(Unsound.class);
    }

    @Test
    void whateverComesInIsQuarantinedOrHoldsTheInvariant() {
        SeededCases.check(3_000, random -> {
            var to = sound();
            capacity(to).clearBuckets();
            for (int i = 0; i < random.nextInt(5); i++) {
                var bucket = capacity(to)
                        .addBucketsBuilder()
                        .setNodes((int) SeededCases.signed(random))
                        .setTotalUnits(random.nextInt(20) - 2)
                        .setFreeUnits(random.nextInt(20) - 2);
                if (random.nextBoolean()) {
                    bucket.setTotalMillicpus(SeededCases.signed(random)).setFreeMillicpus(SeededCases.signed(random));
                }
                if (random.nextBoolean()) {
                    bucket.setTotalMemoryBytes(SeededCases.signed(random));
                    bucket.setFreeMemoryBytes(random.nextLong(1L << 40));
                }
            }
            if (CODEC.fromProto(REGION, to.build()) instanceof Usable usable) {
                var histogram = usable.report().capacity();
                assertThat(histogram.freeUnits()).isBetween(0L, histogram.totalUnits());
                // Showing it sums everything up: nothing may wrap.
                var status = PoolCodec.toProto(inTheBook(usable), null, null);
                assertThat(status.getFreeMillicpus()).isBetween(0L, status.getTotalMillicpus());
                assertThat(status.getFreeMemoryBytes()).isBetween(0L, status.getTotalMemoryBytes());
            }
        });
    }

    @Test
    void showsAPoolAsItWasReportedWithTheModel() {
        var to = sound();
        var status = PoolCodec.toProto(inTheBook(usable(to)), null, null);

        assertThat(status.getRegion()).isEqualTo("guian");
        assertThat(status.getTotalUnits()).isEqualTo(16);
        assertThat(status.getFreeUnits()).isEqualTo(6);
        assertThat(status.getLargestFreeNode()).isEqualTo(3);
        assertThat(status.getFreeMillicpus()).isEqualTo(20_000);
        assertThat(status.getQuarantine()).isEmpty();
        assertThat(status.getPool().getCapacity()).isEqualTo(to.getPool().getCapacity());
        assertThat(status.getPool().getAccelerator().getModelId()).isEqualTo("nvidia-a100-sxm4-80gb");
        assertThat(status.getPool().getAccelerator().getAdvertisedName()).isEqualTo("NVIDIA A100-SXM4-80GB");
        assertThat(status.getOffersList()).isEqualTo(to.getOffersList());
    }

    @Test
    void unknownProcessorsAreNotShownAsNone() {
        var to = sound();
        bucket(to).clearTotalMillicpus().clearFreeMillicpus();

        var status = PoolCodec.toProto(inTheBook(usable(to)), null, null);

        assertThat(status.hasTotalMillicpus()).isFalse();
        assertThat(status.hasFreeMillicpus()).isFalse();
        assertThat(status.hasFreeMemoryBytes()).isTrue();
    }

    private static io.isobar.broker.capacity.PoolView inTheBook(Usable usable) {
        var book = new CapacityBook();
        book.connected(
                new RegionFacts(REGION, "p", Place.UNKNOWN, RegionFacts.Manager.SIMULATED, null, ""), Samples.NOON);
        book.report(usable.report(), Samples.NOON);
        return book.view().pools().getFirst();
    }

    private static Usable usable(PoolReport.Builder report) {
        Reported read = CODEC.fromProto(REGION, report.build());
        if (read instanceof Usable usable) {
            return usable;
        }
        throw new AssertionError(read.toString());
    }

    private static PoolAccelerator accelerator(PoolReport.Builder report) {
        var accelerator = usable(report).report().facts().accelerator();
        if (accelerator == null) {
            throw new AssertionError("no accelerator");
        }
        return accelerator;
    }

    private static Arguments fault(String named, Consumer<PoolReport.Builder> fault) {
        return Arguments.of(named, fault);
    }

    private static io.isobar.proto.resource.v1.Capacity.Builder capacity(PoolReport.Builder report) {
        return report.getPoolBuilder().getCapacityBuilder();
    }

    private static io.isobar.proto.resource.v1.NodeBucket.Builder bucket(PoolReport.Builder report) {
        return capacity(report).getBucketsBuilder(0);
    }

    private static Money money(String amount) {
        return Money.newBuilder().setCurrency("CNY").setAmount(amount).build();
    }

    private static PoolReport.Builder sound() {
        var to = PoolReport.newBuilder()
                .addOffers(Offer.newBuilder()
                        .setPool("a100")
                        .setMode(BillingMode.BILLING_MODE_ON_DEMAND)
                        .setUnit(PriceUnit.PRICE_UNIT_CARD_HOUR)
                        .setPrice(money("7.80")));
        to.getPoolBuilder()
                .setName("a100")
                .setRunsImages(true)
                .getAcceleratorBuilder()
                .setAdvertisedName("NVIDIA A100-SXM4-80GB")
                .setMemoryBytes(81_559L << 20);
        capacity(to)
                .setSequence(7)
                .setObservedAt(TimeCodec.toProto(Samples.NOON))
                .setValidity(Duration.newBuilder().setSeconds(60))
                .addBuckets(io.isobar.proto.resource.v1.NodeBucket.newBuilder()
                        .setNodes(2)
                        .setTotalUnits(8)
                        .setFreeUnits(3)
                        .setTotalMillicpus(64_000)
                        .setFreeMillicpus(10_000)
                        .setTotalMemoryBytes(1L << 39)
                        .setFreeMemoryBytes(1L << 30));
        return to;
    }
}
