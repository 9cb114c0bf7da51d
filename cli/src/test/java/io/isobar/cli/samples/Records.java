package io.isobar.cli.samples;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.market.v1.Offer;
import io.isobar.proto.market.v1.PriceUnit;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.Hazard;
import io.isobar.proto.region.v1.HazardSource;
import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.Place;
import io.isobar.proto.region.v1.PoolRecord;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.RegionDescription;
import io.isobar.proto.region.v1.ResourceManagerKind;
import io.isobar.proto.resource.v1.Capacity;
import io.isobar.proto.resource.v1.ComputeClass;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.resource.v1.NodeBucket;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.resource.v1.PoolAccelerator;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.resource.v1.SoftwareStack;
import io.isobar.proto.resource.v1.UnitKind;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import io.isobar.proto.workload.v1.GangRule;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.Work;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Instant;

/** Records as a broker gives them, of lengths that occur. */
public final class Records {
    public static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

    private Records() {}

    public static Timestamp ago(long seconds) {
        return Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - seconds).build();
    }

    public static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    public static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }

    public static Region region(String name) {
        return Region.newBuilder()
                .setDescription(RegionDescription.newBuilder()
                        .setName(name)
                        .setProvider("guian-compute-centre")
                        .setPlace(Place.newBuilder()
                                .setCountry("CN")
                                .setProvince("Guizhou")
                                .setCity("Gui'an"))
                        .setManager(ResourceManagerKind.RESOURCE_MANAGER_KIND_SIMULATED)
                        .setComputeClass(ComputeClass.COMPUTE_CLASS_INTELLIGENT)
                        .setAgentVersion("0.1.0"))
                .setLink(LinkState.LINK_STATE_CONNECTED)
                .setLastHeardAt(ago(2))
                .setInventoryObservedAt(ago(12))
                .addPools(pool(name, "ascend-910b3"))
                .addFigures(Figure.newBuilder()
                        .setMetric(Metric.METRIC_ACCELERATOR_UTILISATION)
                        .setUnit("1")
                        .setValue(0.834)
                        .setSource(MetricSource.METRIC_SOURCE_MEASURED)
                        .setObservedAt(ago(5)))
                .setLiveAttempts(3)
                .build();
    }

    public static PoolStatus pool(String region, String name) {
        return PoolStatus.newBuilder()
                .setRegion(region)
                .setPool(Pool.newBuilder()
                        .setName(name)
                        .setAccelerator(PoolAccelerator.newBuilder()
                                .setAdvertisedName("Ascend910B3")
                                .setUnitKind(UnitKind.UNIT_KIND_CARD)
                                .setMemoryBytes(64L << 30)
                                .setModelId("910B3"))
                        .addStacks(SoftwareStack.newBuilder().setName("cann").setVersion("8.0.RC3"))
                        .setCapacity(Capacity.newBuilder()
                                .setSequence(7)
                                .setValidity(seconds(60))
                                .addBuckets(NodeBucket.newBuilder()
                                        .setNodes(64)
                                        .setTotalUnits(8)
                                        .setFreeUnits(8))))
                .setTotalUnits(1_024)
                .setFreeUnits(512)
                .setTotalMillicpus(24_576_000)
                .setFreeMillicpus(12_288_000)
                .setTotalMemoryBytes(128L << 40)
                .setFreeMemoryBytes(64L << 40)
                .setLargestFreeNode(8)
                .addOffers(Offer.newBuilder()
                        .setPool(name)
                        .setMode(BillingMode.BILLING_MODE_ON_DEMAND)
                        .setUnit(PriceUnit.PRICE_UNIT_CARD_HOUR)
                        .setPrice(money("7.8", "CNY")))
                .setReceivedAt(ago(12))
                .setObservedAt(ago(12))
                .setFreshUntil(ago(-48))
                .setRecord(PoolRecord.newBuilder()
                        .setFailures(hazard(3_200, 2_000, 5_000, HazardSource.HAZARD_SOURCE_POOL)
                                .setEvents(12)
                                .setHours(40_000))
                        .setReclaims(hazard(3.43, 1, 20, HazardSource.HAZARD_SOURCE_CONFIGURED))
                        .setAsked(64)
                        .setRefused(1.6)
                        .setStarts(63.5)
                        .setStartMean(seconds(40))
                        .setStartMedian(seconds(30))
                        .setStartHigh(seconds(80)))
                .build();
    }

    private static Hazard.Builder hazard(double every, double least, double most, HazardSource source) {
        return Hazard.newBuilder()
                .setPerHour(1 / every)
                .setLow(1 / most)
                .setHigh(1 / least)
                .setSource(source);
    }

    public static WorkloadSpec spec(String name) {
        return WorkloadSpec.newBuilder()
                .setName(name)
                .setTenant("met-lab")
                .setReplicas(25)
                .setGang(GangRule.newBuilder()
                        .setMinimum(25)
                        .setStartWithin(seconds(7_200))
                        .setDomainRequired(true))
                .setResources(Resources.newBuilder()
                        .addAccelerators(AcceleratorRequest.newBuilder()
                                .setName("a100-80gb")
                                .setModelId("A100-80GB")
                                .setCount(8))
                        .setMillicpus(Range.newBuilder().setMinimum(64_000))
                        .setMemoryBytes(Range.newBuilder().setMinimum(512L << 30)))
                .addVariants(Variant.newBuilder().setStack("cuda").addCommand("python"))
                .setWork(Work.newBuilder().setHours(1_440).setOn("A100-80GB"))
                .build();
    }

    public static Workload workload(String id, WorkloadState state, Reason reason, long version) {
        return Workload.newBuilder()
                .setId(id)
                .setSpec(spec("pangu-weather"))
                .setState(state)
                .setReason(reason)
                .setSince(ago(90))
                .setSubmittedAt(ago(600))
                .setVersion(version)
                .build();
    }

    public static Attempt attempt(String workload, long epoch, AttemptState state) {
        return Attempt.newBuilder()
                .setId(workload + "-" + epoch)
                .setWorkloadId(workload)
                .setEpoch(epoch)
                .setRegion("guizhou-ascend")
                .setPool("ascend-910b3")
                .setState(state)
                .setReason(Reason.REASON_STARTED)
                .setStartedAt(ago(80))
                .setConfirmedAt(ago(3))
                .build();
    }
}
