package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;

/** What a check of the portability gate says. */
sealed interface Answer {
    Answer YES = new Passes("");

    /**
     * It passes.
     *
     * @param note what a person should know of it, such as what was not said and so not looked at; empty: nothing
     */
    record Passes(String note) implements Answer {}

    /** It does not. */
    record Fails(Objection why) implements Answer {}

    /** It cannot be said. That is a no, unless the policy allows this unknown. */
    record Unknown(Objection why) implements Answer {}

    static Answer no(Reason reason, String evidence, WouldPass wouldPass) {
        return new Fails(new Objection(reason, evidence, wouldPass));
    }

    static Answer unknown(Reason reason, String evidence) {
        return new Unknown(new Objection(reason, evidence));
    }

    static Answer noted(String note) {
        return new Passes(note);
    }
}
