package io.isobar.broker.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Allowance;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Counted;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.placement.Inputs;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.placement.Vicinity;
import io.isobar.broker.wire.ReasonCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.workload.v1.AmountInputs;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.QuotaInputs;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The inputs of decisions as they are stored: all that the engine looked at of a few pools, beside what the workload asks, which is
 * stored with that, and the catalogue, of which the version is.
 */
public final class InputsCodec {
    /** Of all pools of a decision. Those of usual federations take a tenth of it; one of thousands of kinds of node takes more. */
    static final int MOST_POOL_BYTES = 32 << 10;

    private static final byte[] NOT_KEPT = {};

    private final AcceleratorCatalog catalog;
    private final String brokerVersion;

    /** {@code brokerVersion} is written with what this broker decides. */
    public InputsCodec(AcceleratorCatalog catalog, String brokerVersion) {
        this.catalog = catalog;
        this.brokerVersion = brokerVersion;
    }

    String brokerVersion() {
        return brokerVersion;
    }

    String catalogueVersion() {
        return catalog.version();
    }

    /** For the store; empty where the decision has none. */
    public byte[] toBytes(Decision decision) {
        return decision.inputs() == null
                ? NOT_KEPT
                : toProto(decision, decision.inputs()).toByteArray();
    }

    DecisionInputs toProto(Decision decision, Inputs inputs) {
        var asked = inputs.asked();
        var spec = asked.spec();
        var to = DecisionInputs.newBuilder()
                .setBrokerVersion(brokerVersion)
                .setCatalogueVersion(inputs.policy().catalog().version())
                .setJudgedAt(Times.toProto(inputs.judgedAt()))
                .setCountedAt(Times.toProto(inputs.countedAt()))
                .setExchanged(inputs.exchanged());
        if (spec.work() != null) {
            to.setWorkHours(spec.work().hours());
        }
        var pools = new PoolInputsWriter(asked, to, MOST_POOL_BYTES);
        pools.add(inputs.offered(), false);
        pools.add(inputs.refused(), true);
        asked.allowance().levels().forEach(level -> to.addQuotas(quota(level)));
        var regions = to.getRegionsList().stream()
                .map(region -> region.getDescription().getName())
                .collect(Collectors.toUnmodifiableSet());
        to.setPolicy(PolicyInputsCodec.toProto(inputs.policy(), spec, regions, inputs.learned(decision.parts())));
        return to.build();
    }

    private static QuotaInputs quota(Allowance.Level level) {
        var to = QuotaInputs.newBuilder()
                .setName(level.name())
                .setGroup(level.isGroup())
                .setGuaranteed(amount(level.guaranteed()))
                .setMost(amount(level.most()))
                .setHeld(amount(level.held()))
                .setRoom(amount(level.room()));
        level.borrowers()
                .forEach((counted, who) -> to.putBorrowers(counted.name().toLowerCase(Locale.ROOT), who));
        return to.build();
    }

    private static AmountInputs amount(Sum sum) {
        return AmountInputs.newBuilder()
                .setUnits(sum.units())
                .setMillicpus(sum.millicpus())
                .setMemoryBytes(sum.memoryBytes())
                .build();
    }

    /** Throws {@link IllegalStateException} where they are damaged. */
    static DecisionInputs fromBytes(byte[] stored) {
        try {
            return DecisionInputs.parseFrom(stored);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    /** Both; throws as they do. */
    public Inputs fromBytes(byte[] stored, WorkloadSpec whole) {
        return fromProto(fromBytes(stored), whole);
    }

    /**
     * Reads them for the workload whose decision it was.
     *
     * @throws IllegalStateException where they are damaged, or of a newer broker that says more than this one knows
     */
    Inputs fromProto(DecisionInputs from, WorkloadSpec whole) {
        try {
            return read(from, whole);
        } catch (IllegalArgumentException | DateTimeException | Failure damaged) {
            throw new IllegalStateException(damaged.getMessage(), damaged);
        }
    }

    private Inputs read(DecisionInputs from, WorkloadSpec whole) {
        var spec = remaining(from, whole);
        var pools = new PoolInputsReader(catalog, from);
        var offered = new ArrayList<PoolView>();
        var refused = new ArrayList<PoolView>();
        var holds = new HashMap<PoolKey, Hold>();
        var reserves = new HashMap<PoolKey, PoolReserve>();
        for (var one : from.getPoolsList()) {
            var pool = pools.read(one);
            (one.getRefused() ? refused : offered).add(pool);
            var hold = PoolInputsReader.hold(pool.key(), one);
            if (hold != null) {
                holds.put(pool.key(), hold);
            }
            var reserve = PoolInputsReader.reserve(pool.key(), one);
            if (reserve != null) {
                reserves.put(pool.key(), reserve);
            }
        }
        var avoided = new HashSet<String>();
        var kept = new HashMap<String, Vicinity.Kept>();
        for (var region : from.getRegionsList()) {
            var name = region.getDescription().getName();
            if (region.getAvoided()) {
                avoided.add(name);
            }
            if (region.hasKeptFrom()) {
                var why = region.getKeptFrom();
                kept.put(
                        name,
                        new Vicinity.Kept(
                                ReasonCodec.fromProto(why.getReason()).orElse(Reason.INTERNAL),
                                why.getEvidence(),
                                why.getRemedy()));
            }
        }
        var allowance = new Allowance(
                from.getQuotasList().stream().map(InputsCodec::level).toList());
        return new Inputs(
                new Asked(spec, avoided, Vicinity.keeping(kept), holds, reserves, allowance),
                PolicyInputsCodec.fromProto(from.getPolicy(), spec, catalog),
                TimeCodec.fromProto(from.getJudgedAt()),
                TimeCodec.fromProto(from.getCountedAt()),
                offered,
                refused,
                from.getExchanged());
    }

    /** What was left to do of it then. */
    private static WorkloadSpec remaining(DecisionInputs from, WorkloadSpec whole) {
        var work = whole.work();
        return work == null || !from.hasWorkHours() || work.hours() == from.getWorkHours()
                ? whole
                : whole.of(new Work(from.getWorkHours(), work.onModel(), work.on(), work.family()));
    }

    private static Allowance.Level level(QuotaInputs from) {
        var borrowers = new EnumMap<Counted, String>(Counted.class);
        from.getBorrowersMap()
                .forEach((counted, who) -> borrowers.put(Counted.valueOf(counted.toUpperCase(Locale.ROOT)), who));
        return new Allowance.Level(
                from.getName(),
                from.getGroup(),
                sum(from.getGuaranteed()),
                sum(from.getMost()),
                sum(from.getHeld()),
                sum(from.getRoom()),
                Map.copyOf(borrowers));
    }

    private static Sum sum(AmountInputs from) {
        return new Sum(from.getUnits(), from.getMillicpus(), from.getMemoryBytes());
    }
}
