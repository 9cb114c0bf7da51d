package io.isobar.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;

/**
 * The broker's clock minus the agent's. Of the last {@link #EXCHANGES} exchanges of the session the one with the shortest round
 * trip is believed (the clock filter of NTP, RFC 5905 section 10), unless a later one contradicts it: then one of the clocks
 * was set.
 */
final class ClockOffset {
    static final int EXCHANGES = 8;
    /** Two clocks that are left alone part by less within {@link #EXCHANGES} exchanges: 2,000 ppm for a minute. */
    private static final Duration DRIFT = Duration.ofMillis(120);

    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();

    private record Exchange(Duration offset, Duration roundTrip) {
        /** The middle of the round trip is at most half of it away from when the other clock was read. */
        boolean contradicts(Exchange other) {
            Duration possible = roundTrip.plus(other.roundTrip).dividedBy(2).plus(DRIFT);
            return offset.minus(other.offset).abs().compareTo(possible) > 0;
        }
    }

    /** The broker read its clock at some time between these two of ours. */
    synchronized void observe(Instant sentAt, Instant brokerTime, Instant receivedAt) {
        Duration roundTrip = Duration.between(sentAt, receivedAt);
        if (roundTrip.isNegative()) {
            return;
        }
        Exchange exchange = new Exchange(Duration.between(sentAt.plus(roundTrip.dividedBy(2)), brokerTime), roundTrip);
        if (exchanges.stream().anyMatch(exchange::contradicts)) {
            exchanges.clear();
        } else if (exchanges.size() == EXCHANGES) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
    }

    synchronized Duration get() {
        return exchanges.stream()
                .min(Comparator.comparing(Exchange::roundTrip))
                .map(Exchange::offset)
                .orElse(Duration.ZERO);
    }
}
