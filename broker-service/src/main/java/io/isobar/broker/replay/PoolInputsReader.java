package io.isobar.broker.replay;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.ForeignLoad;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.capacity.Reservations;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.capacity.UsualWork;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.wire.EnumCodec;
import io.isobar.broker.wire.MaintenanceCodec;
import io.isobar.broker.wire.MoneyCodec;
import io.isobar.broker.wire.Reading;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.proto.region.v1.Hazard;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.HoldInputs;
import io.isobar.proto.workload.v1.NamedUnitInputs;
import io.isobar.proto.workload.v1.PoolInputs;
import io.isobar.proto.workload.v1.RegionInputs;
import io.isobar.proto.workload.v1.ReserveInputs;
import io.isobar.proto.workload.v1.ShapeInputs;
import io.isobar.proto.workload.v1.TrackRecordInputs;
import io.isobar.proto.workload.v1.UsualWorkInputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pools as they were. What is damaged is an {@link IllegalArgumentException} or an {@link IllegalStateException}. */
final class PoolInputsReader {
    private final AcceleratorCatalog catalog;
    private final List<RegionView> regions;
    private final List<UsualWork> usual;

    PoolInputsReader(AcceleratorCatalog catalog, DecisionInputs from) {
        this.catalog = catalog;
        this.regions =
                from.getRegionsList().stream().map(PoolInputsReader::region).toList();
        this.usual = from.getUsualList().stream().map(PoolInputsReader::usual).toList();
    }

    private static RegionView region(RegionInputs from) {
        var facts =
                switch (RegionCodec.fromProto(from.getDescription())) {
                    case Reading.Sound<RegionFacts> sound -> sound.value();
                    case Reading.Malformed<RegionFacts> damaged ->
                        throw new IllegalStateException("a stored " + damaged.problem());
                };
        return new RegionView(
                facts,
                EnumCodec.fromProto(from.getLink()).orElseThrow(() -> unknown("link", from.getLinkValue())),
                from.hasCordonNote() ? from.getCordonNote() : null,
                null,
                null,
                null,
                null,
                from.hasMaintenance() ? maintenance(from.getMaintenance()) : null);
    }

    private static Maintenance maintenance(io.isobar.proto.region.v1.Maintenance from) {
        return MaintenanceCodec.fromProto(from);
    }

    private static IllegalStateException unknown(String what, int value) {
        return new IllegalStateException("the value " + value + " of " + what + " is of a newer broker");
    }

    PoolView read(PoolInputs from) {
        var region = at(regions, from.getRegion());
        var key = new PoolKey(region.name(), from.getPool().getName());
        var free = new Histogram(buckets(from.getPool().getCapacity().getBucketsList()));
        return new PoolView(
                key,
                region,
                report(key, from, free),
                free,
                TimeCodec.fromProto(from.getObservedAt()),
                TimeCodec.fromProto(from.getObservedAt()),
                from.getOld(),
                from.getQuarantine(),
                from.getUsual() == 0 ? UsualWork.UNKNOWN : at(usual, from.getUsual() - 1),
                reservations(key, from.getReservationsList()),
                from.hasRecord() ? record(from.getRecord()) : TrackRecord.NONE);
    }

    private static <T> T at(List<T> all, int index) {
        if (index < 0 || index >= all.size()) {
            throw new IllegalStateException("there is no number " + index + " among " + all.size());
        }
        return all.get(index);
    }

    private PoolReport report(PoolKey key, PoolInputs from, Histogram free) {
        var capacity = from.getPool().getCapacity();
        var foreign = capacity.getForeignLoad();
        return new PoolReport(
                key,
                facts(from),
                capacity.getSequence(),
                TimeCodec.fromProto(capacity.getObservedAt()),
                TimeCodec.fromProto(capacity.getValidity()),
                free,
                capacity.hasUnusableNodes() ? capacity.getUnusableNodes() : null,
                new ForeignLoad(
                        foreign.hasUnits() ? foreign.getUnits() : null,
                        foreign.hasMillicpus() ? foreign.getMillicpus() : null,
                        foreign.hasMemoryBytes() ? foreign.getMemoryBytes() : null),
                from.getOffersList().stream().map(PoolInputsReader::offer).toList(),
                null);
    }

    private static Offer offer(io.isobar.proto.market.v1.Offer from) {
        return new Offer(
                EnumCodec.fromProto(from.getMode()).orElse(BillingMode.ON_DEMAND),
                EnumCodec.fromProto(from.getUnit()).orElseThrow(() -> unknown("price unit", from.getUnitValue())),
                MoneyCodec.fromProto(from.getPrice()),
                from.hasValidUntil() ? TimeCodec.fromProto(from.getValidUntil()) : null);
    }

    private PoolFacts facts(PoolInputs from) {
        var pool = from.getPool();
        var stacks = new ArrayList<PoolFacts.InstalledStack>();
        for (var stack : pool.getStacksList()) {
            SoftwareStack.of(stack.getName())
                    .ifPresent(known -> stacks.add(new PoolFacts.InstalledStack(
                            known,
                            stack.hasVersion() ? stack.getVersion() : null,
                            stack.hasDriverVersion() ? stack.getDriverVersion() : null)));
        }
        return new PoolFacts(
                pool.hasAccelerator() ? accelerator(from) : null,
                EnumCodec.fromProto(pool.getHostArchitecture()).orElse(null),
                stacks,
                pool.hasInterconnectDomain() ? pool.getInterconnectDomain() : null,
                pool.getRunsImages());
    }

    /** A model that has left the catalogue since is none, and the pool is refused for it. */
    private PoolAccelerator accelerator(PoolInputs from) {
        var accelerator = from.getPool().getAccelerator();
        var id = accelerator.hasModelId() ? accelerator.getModelId() : "";
        var model = id.isEmpty() ? null : catalog.find(id).orElse(null);
        return new PoolAccelerator(
                accelerator.getAdvertisedName(),
                model,
                EnumCodec.fromProto(accelerator.getUnitKind()).orElse(null),
                accelerator.hasMemoryBytes() ? new Memory(accelerator.getMemoryBytes()) : null,
                id.isEmpty() || model != null
                        ? from.getAcceleratorProblem()
                        : "the model " + id + " is in the catalogue no longer",
                from.hasUnit() ? unit(from.getUnit()) : null);
    }

    private static NamedUnit unit(NamedUnitInputs from) {
        return new NamedUnit(
                EnumCodec.fromProto(from.getKind()).orElse(null),
                from.hasMemoryBytes() ? new Memory(from.getMemoryBytes()) : null,
                from.hasProfile() ? from.getProfile() : null,
                from.getDevices());
    }

    private static List<NodeBucket> buckets(List<io.isobar.proto.resource.v1.NodeBucket> from) {
        return from.stream()
                .map(bucket -> new NodeBucket(
                        bucket.getNodes(),
                        new Amount(bucket.getTotalUnits(), bucket.getFreeUnits()),
                        bucket.hasTotalMillicpus()
                                ? new Amount(bucket.getTotalMillicpus(), bucket.getFreeMillicpus())
                                : null,
                        bucket.hasTotalMemoryBytes()
                                ? new Amount(bucket.getTotalMemoryBytes(), bucket.getFreeMemoryBytes())
                                : null))
                .toList();
    }

    private static Reservations reservations(PoolKey key, List<io.isobar.proto.region.v1.Reservation> from) {
        var begun = new ArrayList<Reservation>();
        var coming = new ArrayList<Reservation>();
        from.forEach(one -> (one.getBegun() ? begun : coming).add(reservation(key, one)));
        return new Reservations(begun, coming);
    }

    private static Reservation reservation(PoolKey key, io.isobar.proto.region.v1.Reservation from) {
        return new Reservation(
                key,
                from.getName(),
                from.getTenant(),
                from.getNodes(),
                TimeCodec.fromProto(from.getFrom()),
                TimeCodec.fromProto(from.getUntil()));
    }

    private static TrackRecord record(TrackRecordInputs from) {
        return new TrackRecord(
                from.hasFailures() ? rate(from.getFailures()) : null,
                from.hasReclaims() ? rate(from.getReclaims()) : null,
                from.hasStartMean()
                        ? new TrackRecord.Starts(
                                TimeCodec.fromProto(from.getStartMean()),
                                TimeCodec.fromProto(from.getStartHigh()),
                                from.getStarts())
                        : null,
                from.getQueued());
    }

    private static TrackRecord.Rate rate(Hazard from) {
        var source =
                switch (from.getSource()) {
                    case HAZARD_SOURCE_POOL -> TrackRecord.Source.POOL;
                    case HAZARD_SOURCE_MODEL -> TrackRecord.Source.MODEL;
                    case HAZARD_SOURCE_CONFIGURED, HAZARD_SOURCE_UNSPECIFIED, UNRECOGNIZED ->
                        TrackRecord.Source.CONFIGURED;
                };
        return new TrackRecord.Rate(from.getPerHour(), source, from.getEvents(), from.getHours());
    }

    /** Null: it was kept for nobody. */
    static @Nullable Hold hold(PoolKey key, PoolInputs from) {
        return from.hasHold() ? hold(key, from.getHold()) : null;
    }

    private static Hold hold(PoolKey key, HoldInputs from) {
        Instant shadow = from.hasStartsBy() ? TimeCodec.fromProto(from.getStartsBy()) : null;
        return new Hold(new WorkloadId(from.getHolder()), key, shadow, from.getExtraNodes());
    }

    /** Null: nothing of it was reserved. */
    static @Nullable PoolReserve reserve(PoolKey key, PoolInputs from) {
        return from.hasReserve() ? reserve(key, from.getReserve()) : null;
    }

    private static PoolReserve reserve(PoolKey key, ReserveInputs from) {
        var holds = new ArrayList<PoolReserve.Hold>();
        for (var hold : from.getHoldsList()) {
            var used = new HashMap<ReplicaShape, Long>();
            hold.getUsedList().forEach(one -> used.put(shape(one.getShape()), one.getReplicas()));
            holds.add(new PoolReserve.Hold(
                    reservation(key, hold.getReservation()),
                    TimeCodec.fromProto(hold.getStart()),
                    hold.getTogether(),
                    hold.getExtraNodes(),
                    used));
        }
        return new PoolReserve(new Histogram(buckets(from.getNodesList())), holds);
    }

    private static UsualWork usual(UsualWorkInputs from) {
        return new UsualWork(from.getKindsList().stream()
                .map(kind -> new UsualWork.Kind(shape(kind.getShape()), kind.getShare()))
                .toList());
    }

    private static ReplicaShape shape(ShapeInputs from) {
        return new ReplicaShape(from.getUnits(), from.getMillicpus(), from.getMemoryBytes());
    }
}
