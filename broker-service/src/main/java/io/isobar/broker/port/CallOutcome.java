package io.isobar.broker.port;

/** What became of a call to a port. */
public enum CallOutcome {
    /** It was answered, be it with a refusal that has nothing to do with the port. */
    ANSWERED("answered"),
    /** What lies beyond does not answer, after the last retry. */
    FAILED("failed"),
    TIMED_OUT("timed-out"),
    /** Refused at once, as the calls before failed. */
    CIRCUIT_OPEN("circuit-open"),
    /** Refused at once, as too many were underway or waiting. */
    BULKHEAD_FULL("bulkhead-full"),
    /** Refused at once, as too many came. */
    RATE_LIMITED("rate-limited");

    private final String word;

    CallOutcome(String word) {
        this.word = word;
    }

    /** In labels of meters. */
    public String word() {
        return word;
    }
}
