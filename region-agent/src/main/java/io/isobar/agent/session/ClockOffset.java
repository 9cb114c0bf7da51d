package io.isobar.agent.session;

import java.time.Duration;
import java.time.Instant;

/** The broker's clock minus the agent's, as the exchange with the shortest round trip of the session showed. */
final class ClockOffset {
    private Duration offset = Duration.ZERO;
    private Duration shortest = Duration.ofDays(365);

    /** The broker read its clock at some time between these two of ours. */
    synchronized void observe(Instant sentAt, Instant brokerTime, Instant receivedAt) {
        Duration roundTrip = Duration.between(sentAt, receivedAt);
        if (!roundTrip.isNegative() && roundTrip.compareTo(shortest) <= 0) {
            shortest = roundTrip;
            offset = Duration.between(sentAt.plus(roundTrip.dividedBy(2)), brokerTime);
        }
    }

    synchronized Duration get() {
        return offset;
    }
}
