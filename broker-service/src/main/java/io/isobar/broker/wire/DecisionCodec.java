package io.isobar.broker.wire;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.BillLine;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Footprint;
import io.isobar.broker.placement.Refusal;
import io.isobar.broker.placement.RunTime;
import io.isobar.proto.workload.v1.GangPart;
import io.isobar.proto.workload.v1.ReasonCount;
import io.isobar.proto.workload.v1.RunTimeRatio;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Decisions, for people and for the store. */
public final class DecisionCodec {
    private DecisionCodec() {}

    /**
     * The record of a decision.
     *
     * @param id of the decision; empty in a plan
     * @param workloadId empty in a plan
     */
    public static io.isobar.proto.workload.v1.Decision toProto(String id, String workloadId, Decision decision) {
        var to = io.isobar.proto.workload.v1.Decision.newBuilder()
                .setId(id)
                .setWorkloadId(workloadId)
                .setDecidedAt(TimeCodec.toProto(decision.decidedAt()))
                .setViewVersion(decision.viewVersion())
                .setPolicyVersion(decision.policyVersion())
                .setPoolsConsidered(decision.considered())
                .setCandidatesTotal(decision.passed())
                .setPlaced(decision.placed())
                .setSummary(decision.summary())
                .addAllWouldChange(decision.wouldChange())
                .addAllExchangeRates(decision.rates());
        decision.best().forEach(candidate -> to.addCandidates(candidate(candidate, decision.decidedAt())));
        decision.parts()
                .forEach(part -> to.addParts(GangPart.newBuilder()
                        .setGroup(part.name())
                        .setCandidate(candidate(part.candidate(), decision.decidedAt()))));
        decision.refused().entrySet().stream()
                .sorted(Map.Entry.<Reason, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> to.addRefusedByReason(ReasonCount.newBuilder()
                        .setReason(ReasonCodec.toProto(entry.getKey()))
                        .setPools(entry.getValue())));
        decision.refusals().forEach(refusal -> to.addRefusals(dated(refusal, decision.decidedAt())));
        if (decision.dominant() != null) {
            to.setDominantReason(ReasonCodec.toProto(decision.dominant()));
        }
        return to.build();
    }

    /**
     * What placement says now, also with how old what is known of the pools is that were refused.
     *
     * @param view that was looked at
     */
    public static io.isobar.proto.workload.v1.Decision toProto(
            String workloadId, Decision decision, FederationView view) {
        var to = toProto("", workloadId, decision).toBuilder();
        var refused = decision.refusals().stream().map(Refusal::pool).collect(Collectors.toSet());
        var observed = view.pools().stream()
                .filter(pool -> refused.contains(pool.key()))
                .collect(Collectors.toMap(PoolView::key, PoolView::observedAt));
        for (int i = 0; i < decision.refusals().size(); i++) {
            var at = observed.get(decision.refusals().get(i).pool());
            if (at != null) {
                to.getRefusalsBuilder(i).setCapacityAge(TimeCodec.toProto(age(at, decision.decidedAt())));
            }
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Refusal dated(Refusal refusal, Instant decidedAt) {
        var to = refusal(refusal);
        return refusal.observedAt() == null
                ? to
                : to.toBuilder()
                        .setCapacityAge(TimeCodec.toProto(age(refusal.observedAt(), decidedAt)))
                        .build();
    }

    /** Never negative, though clocks are set back. */
    private static Duration age(Instant observedAt, Instant at) {
        var age = Duration.between(observedAt, at);
        return age.isNegative() ? Duration.ZERO : age;
    }

    public static String toJson(io.isobar.proto.workload.v1.Decision decision) {
        return ProtoJson.print(decision);
    }

    /** Throws {@link IllegalStateException} where the record is damaged. */
    public static io.isobar.proto.workload.v1.Decision fromJson(String json) {
        return ProtoJson.parse(json, io.isobar.proto.workload.v1.Decision.newBuilder())
                .build();
    }

    /** A candidate of a decision of then. */
    public static io.isobar.proto.workload.v1.Candidate candidate(Candidate candidate, Instant decidedAt) {
        var to = io.isobar.proto.workload.v1.Candidate.newBuilder()
                .setRegion(candidate.pool().region().value())
                .setProvider(candidate.provider())
                .setPool(candidate.pool().pool())
                .setMode(EnumCodec.toProto(candidate.offer().mode()))
                .setVariant(candidate.variant())
                .setReplicas(candidate.replicas())
                .setUnits(candidate.shape().units())
                .setPricePerHour(MoneyCodec.toProto(candidate.pricePerHour()))
                .setOffer(OfferCodec.toProto(candidate.pool().pool(), candidate.offer()))
                // A candidate passed the gate on what is free now.
                .setStartsNow(true)
                .setCapacityAge(TimeCodec.toProto(age(candidate.reportedAt(), decidedAt)));
        to.setAlternative(candidate.choice()).addAllNotes(candidate.notes());
        if (candidate.modelId() != null) {
            to.setModelId(candidate.modelId());
        }
        candidate.bill().forEach(line -> to.addBill(line(line)));
        if (!candidate.delay().isZero()) {
            to.setDelay(TimeCodec.toProto(candidate.delay()));
        }
        to.addAllUncounted(candidate.uncounted());
        if (candidate.total() != null && candidate.paid() != null) {
            to.setTotal(MoneyCodec.toProto(candidate.total())).setPaid(MoneyCodec.toProto(candidate.paid()));
        }
        to.setFootprint(footprint(candidate.footprint()));
        if (candidate.runTime() instanceof RunTime.Known known) {
            to.setRunTime(TimeCodec.toProto(known.time())).setRunTimeBasis(EnumCodec.toProto(known.basis()));
            if (known.ratio() != null) {
                to.setRunTimeRatio(RunTimeRatio.newBuilder()
                        .setTime(known.ratio().time())
                        .setReference(known.ratio().reference())
                        .setSource(known.ratio().source()));
            }
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.Footprint footprint(Footprint footprint) {
        var to = io.isobar.proto.workload.v1.Footprint.newBuilder()
                .setDetail(footprint.detail())
                .addAllUnknown(footprint.unsaid());
        if (footprint.energy() != null) {
            to.setKilowattHours(footprint.energy().kilowattHours().doubleValue());
        }
        if (footprint.carbon() != null) {
            to.setKilogramsCo2E(footprint.carbon().kilograms());
        }
        return to.build();
    }

    private static io.isobar.proto.workload.v1.BillLine line(BillLine line) {
        return io.isobar.proto.workload.v1.BillLine.newBuilder()
                .setTerm(EnumCodec.toProto(line.term()))
                .setAmount(MoneyCodec.toProto(line.amount()))
                .setBasis(EnumCodec.toProto(line.basis()))
                .setDetail(line.detail())
                .setWeighsOnly(!line.term().isPaid())
                .build();
    }

    public static io.isobar.proto.workload.v1.Refusal refusal(Refusal refusal) {
        return io.isobar.proto.workload.v1.Refusal.newBuilder()
                .setRegion(refusal.pool().region().value())
                .setProvider(refusal.provider())
                .setPool(refusal.pool().pool())
                .setReason(ReasonCodec.toProto(refusal.reason()))
                .setEvidence(refusal.evidence())
                .setRemedy(refusal.remedy())
                .build();
    }
}
