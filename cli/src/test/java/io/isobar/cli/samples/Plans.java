package io.isobar.cli.samples;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.workload.v1.Basis;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.GangPart;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.ReasonCount;
import io.isobar.proto.workload.v1.Refusal;

/** Plans as a broker gives them. */
public final class Plans {
    private Plans() {}

    public static Candidate candidate(String region, String total, boolean startsNow) {
        return Candidate.newBuilder()
                .setRegion(region)
                .setProvider("guian-compute-centre")
                .setPool("nvidia-a100-80gb")
                .setMode(BillingMode.BILLING_MODE_ON_DEMAND)
                .setModelId("A100-80GB")
                .setReplicas(25)
                .setUnits(8)
                .addBill(BillLine.newBuilder()
                        .setTerm(BillTerm.BILL_TERM_COMPUTE)
                        .setAmount(Records.money(total, "CNY"))
                        .setBasis(Basis.BASIS_DECLARED)
                        .setDetail("200 cards x 1440 h x 7.8 CNY"))
                .setTotal(Records.money(total, "CNY"))
                .setPricePerHour(Records.money("1560", "CNY"))
                .setRunTime(Records.seconds(1_440 * 3_600))
                .setRunTimeBasis(Basis.BASIS_DECLARED)
                .setStartsNow(startsNow)
                .setCapacityAge(Records.seconds(3))
                .build();
    }

    public static PlanResponse placed() {
        return PlanResponse.newBuilder()
                .setSpec(Records.spec("pangu-weather"))
                .setDecision(decision()
                        .setPlaced(true)
                        .addCandidates(candidate("yangtze-mixed", "2246400", true))
                        .addCandidates(candidate("guizhou-ascend", "123456789.125", false))
                        .setCandidatesTotal(2))
                .build();
    }

    /** A gang whose workers are in one region and whose server is in another. */
    public static PlanResponse inParts() {
        var workers = candidate("yangtze-mixed", "2246400", true);
        var server = workers.toBuilder()
                .setRegion("hangzhou-nv")
                .setPool("cpu")
                .clearModelId()
                .setReplicas(2)
                .setPricePerHour(Records.money("3.2", "CNY"))
                .setTotal(Records.money("4608", "CNY"))
                .build();
        var plan = placed().toBuilder();
        plan.getDecisionBuilder()
                .addParts(GangPart.newBuilder().setGroup("main").setCandidate(workers))
                .addParts(GangPart.newBuilder().setGroup("server").setCandidate(server))
                .setSummary(
                        "chosen: 2 parts, 2251008.00 CNY in all: 25 in yangtze-mixed/nvidia-a100-80gb, 2 in hangzhou-nv/cpu");
        return plan.build();
    }

    public static PlanResponse refused(Reason dominant) {
        return PlanResponse.newBuilder()
                .setSpec(Records.spec("pangu-weather"))
                .setDecision(decision()
                        .setDominantReason(dominant)
                        .clearRefusedByReason()
                        .addRefusedByReason(
                                ReasonCount.newBuilder().setReason(dominant).setPools(19)))
                .build();
    }

    private static Decision.Builder decision() {
        var decision = Decision.newBuilder()
                .setDecidedAt(Records.ago(1))
                .setPoolsConsidered(19)
                .addRefusedByReason(ReasonCount.newBuilder()
                        .setReason(Reason.REASON_ACCELERATOR_MISMATCH)
                        .setPools(9))
                .addRefusedByReason(ReasonCount.newBuilder()
                        .setReason(Reason.REASON_FRAGMENTED)
                        .setPools(1))
                .setSummary("yangtze-mixed is the cheapest of 2 that can take it.")
                .addWouldChange("910B3:8 as an alternative would add 3 pools")
                .addExchangeRates("1 USD = 7.1 CNY (2026-11-01)")
                .addRefusals(refusal(
                        "hangzhou-nv", Reason.REASON_FRAGMENTED, "the largest node has 1 free, 8 are asked for"));
        for (int i = 0; i < 9; i++) {
            decision.addRefusals(
                    refusal("region-" + i, Reason.REASON_ACCELERATOR_MISMATCH, "has T4, A100-80GB is asked for"));
        }
        return decision;
    }

    private static Refusal refusal(String region, Reason reason, String evidence) {
        return Refusal.newBuilder()
                .setRegion(region)
                .setPool("t4")
                .setReason(reason)
                .setEvidence(evidence)
                .setRemedy("Do something about " + reason.getNumber() + ".")
                .build();
    }
}
