package io.isobar.cli.verb;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.ReasonCount;

/** What a plan promises a workload that would be submitted. */
enum Prospect {
    /** A pool takes it at once. */
    NOW,
    /** A pool can take it when what is in the way has passed. */
    LATER,
    /** No pool could ever take it as it is. */
    NEVER,
    /** The tenant's quota, budget or contract does not allow it. */
    REFUSED;

    static Prospect of(Decision decision) {
        if (decision.getCandidatesCount() > 0) {
            return decision.getCandidates(0).getStartsNow() ? NOW : LATER;
        }
        if (isPolicy(decision.getDominantReason())) {
            return REFUSED;
        }
        boolean passes = passes(decision.getDominantReason())
                || decision.getRefusedByReasonList().stream()
                        .map(ReasonCount::getReason)
                        .anyMatch(Prospect::passes);
        return passes ? LATER : NEVER;
    }

    private static boolean isPolicy(Reason reason) {
        return reason == Reason.REASON_QUOTA
                || reason == Reason.REASON_BUDGET
                || reason == Reason.REASON_CONTRACT_EXHAUSTED;
    }

    /** Whether what a reason says may be otherwise later, without a change to the workload. */
    private static boolean passes(Reason reason) {
        return switch (reason) {
            case REASON_REGION_CORDONED,
                    REASON_REGION_SUSPECT,
                    REASON_POOL_QUARANTINED,
                    REASON_FRAGMENTED,
                    REASON_INSUFFICIENT_CAPACITY,
                    REASON_CAPACITY_UNKNOWN,
                    REASON_CAPACITY_STALE,
                    REASON_NO_REGIONS,
                    REASON_WAITING_FOR_TURN,
                    REASON_WAITING_FOR_CAPACITY,
                    REASON_HELD_FOR_ANOTHER,
                    REASON_MAINTENANCE,
                    REASON_HELD_FOR_RESERVATION,
                    REASON_AFFINITY_UNMET,
                    REASON_TOO_NEAR,
                    REASON_REGION_DRAINING -> true;
            default -> false;
        };
    }
}
