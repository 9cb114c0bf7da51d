package io.isobar.broker.replay;

import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.capacity.UsualWork;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.wire.EnumCodec;
import io.isobar.broker.wire.MaintenanceCodec;
import io.isobar.broker.wire.OfferCodec;
import io.isobar.broker.wire.PoolCodec;
import io.isobar.broker.wire.ReasonCodec;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.ReservationCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.proto.region.v1.Hazard;
import io.isobar.proto.region.v1.HazardSource;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.HoldInputs;
import io.isobar.proto.workload.v1.NamedUnitInputs;
import io.isobar.proto.workload.v1.PoolInputs;
import io.isobar.proto.workload.v1.Refusal;
import io.isobar.proto.workload.v1.RegionInputs;
import io.isobar.proto.workload.v1.ReserveInputs;
import io.isobar.proto.workload.v1.ReservedInputs;
import io.isobar.proto.workload.v1.ShapeInputs;
import io.isobar.proto.workload.v1.TrackRecordInputs;
import io.isobar.proto.workload.v1.UsedInputs;
import io.isobar.proto.workload.v1.UsualKindInputs;
import io.isobar.proto.workload.v1.UsualWorkInputs;
import java.util.IdentityHashMap;
import java.util.List;

/** Writes pools as they were for what was asked, up to so many bytes; what they have in common is written once. */
final class PoolInputsWriter {
    private final Asked asked;
    private final DecisionInputs.Builder to;
    private final int mostBytes;
    /** Pools of a region, and of a kind, share the object. */
    private final IdentityHashMap<RegionView, Integer> regions = new IdentityHashMap<>();

    private final IdentityHashMap<UsualWork, Integer> usual = new IdentityHashMap<>();
    private int bytes;

    PoolInputsWriter(Asked asked, DecisionInputs.Builder to, int mostBytes) {
        this.asked = asked;
        this.to = to;
        this.mostBytes = mostBytes;
    }

    /** Those for which there is no room are counted. */
    void add(List<PoolView> pools, boolean refused) {
        for (var pool : pools) {
            var written = pool(pool, refused)
                    .setRegion(region(pool))
                    .setUsual(usual(pool.usual()))
                    .build();
            int size = written.getSerializedSize();
            if (bytes + size > mostBytes) {
                to.setPoolsLeftOut(to.getPoolsLeftOut() + 1);
                continue;
            }
            bytes += size;
            to.addPools(written);
        }
    }

    private int region(PoolView pool) {
        return regions.computeIfAbsent(pool.region(), region -> {
            to.addRegions(region(region));
            return to.getRegionsCount() - 1;
        });
    }

    private int usual(UsualWork work) {
        return work.isUnknown()
                ? 0
                : usual.computeIfAbsent(work, kinds -> {
                    to.addUsual(usualWork(kinds));
                    return to.getUsualCount();
                });
    }

    private RegionInputs region(RegionView region) {
        var name = region.name().value();
        var written = RegionInputs.newBuilder()
                .setDescription(RegionCodec.toProto(region.facts()))
                .setLink(EnumCodec.toProto(region.link()))
                .setAvoided(asked.avoided().contains(name));
        if (region.cordonNote() != null) {
            written.setCordonNote(region.cordonNote());
        }
        if (region.maintenance() != null) {
            written.setMaintenance(MaintenanceCodec.toProto(region.maintenance()));
        }
        asked.vicinity()
                .keptFrom(name)
                .ifPresent(why -> written.setKeptFrom(Refusal.newBuilder()
                        .setRegion(name)
                        .setReason(ReasonCodec.toProto(why.reason()))
                        .setEvidence(why.evidence())
                        .setRemedy(why.remedy())));
        return written.build();
    }

    private PoolInputs.Builder pool(PoolView pool, boolean refused) {
        var key = pool.key();
        var written = PoolInputs.newBuilder()
                .setPool(PoolCodec.pool(free(pool)))
                .setRefused(refused)
                .setObservedAt(Times.toProto(pool.observedAt()))
                .setOld(pool.old())
                .setQuarantine(pool.quarantine());
        var accelerator = pool.facts().accelerator();
        if (accelerator != null) {
            written.setAcceleratorProblem(accelerator.problem());
            if (accelerator.unit() != null) {
                written.setUnit(unit(accelerator.unit()));
            }
        }
        pool.report().offers().forEach(offer -> written.addOffers(OfferCodec.toProto(key.pool(), offer)));
        written.addAllReservations(ReservationCodec.toProto(pool, null));
        if (!pool.record().equals(TrackRecord.NONE)) {
            written.setRecord(record(pool.record()));
        }
        var hold = asked.holds().get(key);
        if (hold != null) {
            written.setHold(hold(hold));
        }
        var reserve = asked.reserves().get(key);
        if (reserve != null) {
            written.setReserve(reserve(reserve));
        }
        return written;
    }

    /** As reported, with what was free for this decision in the place of what was free when it was reported. */
    private static PoolReport free(PoolView pool) {
        return pool.report().having(pool.free());
    }

    private static NamedUnitInputs unit(NamedUnit unit) {
        var written = NamedUnitInputs.newBuilder().setDevices(unit.devices());
        if (unit.kind() != null) {
            written.setKind(EnumCodec.toProto(unit.kind()));
        }
        if (unit.memory() != null) {
            written.setMemoryBytes(unit.memory().bytes());
        }
        if (unit.profile() != null) {
            written.setProfile(unit.profile());
        }
        return written.build();
    }

    private static TrackRecordInputs record(TrackRecord record) {
        var written = TrackRecordInputs.newBuilder().setQueued(record.queued());
        if (record.failures() != null) {
            written.setFailures(rate(record.failures()));
        }
        if (record.reclaims() != null) {
            written.setReclaims(rate(record.reclaims()));
        }
        if (record.starts() != null) {
            written.setStartMean(TimeCodec.toProto(record.starts().mean()))
                    .setStartHigh(TimeCodec.toProto(record.starts().high()))
                    .setStarts(record.starts().seen());
        }
        return written.build();
    }

    private static Hazard rate(TrackRecord.Rate rate) {
        return Hazard.newBuilder()
                .setPerHour(rate.perHour())
                .setSource(HazardSource.valueOf("HAZARD_SOURCE_" + rate.source().name()))
                .setEvents(rate.events())
                .setHours(rate.hours())
                .build();
    }

    private static HoldInputs hold(Hold hold) {
        var written = HoldInputs.newBuilder().setHolder(hold.holder().value()).setExtraNodes(hold.extraNodes());
        if (hold.shadowTime() != null) {
            written.setStartsBy(Times.toProto(hold.shadowTime()));
        }
        return written.build();
    }

    private static ReserveInputs reserve(PoolReserve reserve) {
        var written = ReserveInputs.newBuilder();
        reserve.nodes().buckets().forEach(bucket -> written.addNodes(PoolCodec.bucket(bucket)));
        for (var hold : reserve.holds()) {
            var reserved = ReservedInputs.newBuilder()
                    .setReservation(ReservationCodec.toProto(hold.reservation()))
                    .setStart(Times.toProto(hold.start()))
                    .setTogether(hold.together())
                    .setExtraNodes(hold.extraNodes());
            hold.used()
                    .forEach((shape, replicas) -> reserved.addUsed(
                            UsedInputs.newBuilder().setShape(shape(shape)).setReplicas(replicas)));
            written.addHolds(reserved);
        }
        return written.build();
    }

    private static UsualWorkInputs usualWork(UsualWork work) {
        var written = UsualWorkInputs.newBuilder();
        work.kinds()
                .forEach(kind -> written.addKinds(UsualKindInputs.newBuilder()
                        .setShape(shape(kind.shape()))
                        .setShare(kind.share())));
        return written.build();
    }

    private static ShapeInputs shape(ReplicaShape shape) {
        return ShapeInputs.newBuilder()
                .setUnits(shape.units())
                .setMillicpus(shape.millicpus())
                .setMemoryBytes(shape.memoryBytes())
                .build();
    }
}
