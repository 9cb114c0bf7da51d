package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;

/**
 * What a gate has against a pool.
 *
 * @param evidence with the numbers
 * @param wouldPass what would make it pass; {@link WouldPass#NOTHING} where nothing that a user can do would
 */
record Objection(Reason reason, String evidence, WouldPass wouldPass) {
    Objection(Reason reason, String evidence) {
        this(reason, evidence, reason.remedy());
    }

    Objection(Reason reason, String evidence, String remedy) {
        this(reason, evidence, new WouldPass.Said(remedy));
    }

    /** In words, for a person; may be empty. */
    String remedy() {
        return wouldPass.inWords();
    }

    /** The one that is further through the gate: more was right. */
    static Objection further(Objection one, Objection other) {
        return other.reason.compareTo(one.reason) > 0 ? other : one;
    }
}
