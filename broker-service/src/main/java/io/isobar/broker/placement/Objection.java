package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;

/**
 * What a gate has against a pool.
 *
 * @param evidence with the numbers
 * @param remedy what would make it pass; empty where nothing that a user can do would
 */
record Objection(Reason reason, String evidence, String remedy) {
    Objection(Reason reason, String evidence) {
        this(reason, evidence, reason.remedy());
    }

    /** The one that is further through the gate: more was right. */
    static Objection further(Objection one, Objection other) {
        return other.reason.compareTo(one.reason) > 0 ? other : one;
    }
}
