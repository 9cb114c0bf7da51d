package io.isobar.broker.telemetry;

import java.util.Locale;

/** What becomes of a record. Everything but {@link #TAKEN} is counted by its name. */
public enum Verdict {
    TAKEN(false),
    /** Counted before. */
    DUPLICATE(false),
    /** Older than the ten minutes that are kept, or from before the clock was set back; if nothing newer is known of its metric, its value is still the last one. */
    LATE(false),
    /** A metric, level or statistic that is not added up here, as of a newer agent. */
    PASSED_OVER(false),
    NOT_FINITE(true),
    NEGATIVE(true),
    ABOVE_ONE(true),
    /** More of something is used than there is. */
    MORE_THAN_ALL(true),
    /** No round trip or bandwidth that there can be. */
    OUT_OF_RANGE(true),
    WRONG_UNIT(true),
    NO_TIME(true),
    /** Observed more than five minutes after it was sent, by the agent's own clock. */
    FUTURE(true),
    BAD_POOL(true),
    /** Of a way to nowhere, or to the region itself; or a peer with what is not of a way. */
    BAD_PEER(true),
    /** The region has as many peers as it may have. */
    TOO_MANY_PEERS(true),
    /** The region, or the broker, has as many pools as it may have. */
    TOO_MANY_POOLS(true);

    private final boolean wrong;

    Verdict(boolean wrong) {
        this.wrong = wrong;
    }

    /** The record itself is at fault, and someone has to look at who sends it. */
    public boolean isWrong() {
        return wrong;
    }

    /** As labels and headers have it: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
