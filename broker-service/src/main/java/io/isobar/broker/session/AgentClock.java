package io.isobar.broker.session;

import io.isobar.broker.capacity.ClockOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one session shows of its agent's clock. Of the last {@link #EXCHANGES} keep-alives the one with the least round trip is
 * believed (the clock filter of NTP, RFC 5905 section 10): what delays a message either way can only make its round trip longer.
 * Not safe for concurrent use.
 */
public final class AgentClock {
    static final int EXCHANGES = 8;
    /** Two clocks that are left alone part by less within {@link #EXCHANGES} exchanges: 2,000 ppm for a minute. */
    static final Duration DRIFT = Duration.ofMillis(120);

    private static final Duration LONGEST_ROUND_TRIP = Duration.ofMinutes(5);

    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
    private @Nullable Duration greeted;

    private record Exchange(Duration ahead, Duration roundTrip) {
        Duration uncertainty() {
            return roundTrip.dividedBy(2);
        }

        boolean contradicts(Exchange other) {
            var apart = ahead.minus(other.ahead).abs();
            return apart.compareTo(uncertainty().plus(other.uncertainty()).plus(DRIFT)) > 0;
        }
    }

    /** What an exchange taught. */
    public enum Lesson {
        /** It shows nothing: the answer is older or newer than its question can be. */
        NOTHING,
        OFFSET,
        /** One of the clocks was set since the exchanges before, and what was corrected by them may be wrong. */
        CLOCK_SET
    }

    /** Until an exchange shows more: the agent's clock was so at some time before this. */
    public void greeted(Instant agentTime, Instant receivedAt) {
        greeted = Duration.between(receivedAt, agentTime);
    }

    /** The agent read its clock at some time between these two of ours; so it is ahead by its time less the middle of them. */
    public Lesson exchanged(Instant askedAt, Instant agentTime, Instant answeredAt) {
        var roundTrip = Duration.between(askedAt, answeredAt);
        if (roundTrip.isNegative() || roundTrip.compareTo(LONGEST_ROUND_TRIP) > 0) {
            return Lesson.NOTHING;
        }
        var exchange = new Exchange(Duration.between(askedAt.plus(roundTrip.dividedBy(2)), agentTime), roundTrip);
        var believed = believed();
        boolean set = believed != null && exchange.contradicts(believed);
        if (set) {
            exchanges.clear();
        } else if (exchanges.size() == EXCHANGES) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
        return set ? Lesson.CLOCK_SET : Lesson.OFFSET;
    }

    /** Null: not measured. */
    public @Nullable ClockOffset offset() {
        var believed = believed();
        return believed == null ? null : new ClockOffset(believed.ahead(), believed.uncertainty());
    }

    /**
     * A time of the agent's clock, of something that the agent has said by then, by ours. What nothing is known of is taken for
     * what the agent says; but nothing was seen after it was told of.
     */
    public Instant byOurs(Instant agentTime, Instant receivedAt) {
        var ours = byOurs(agentTime);
        return ours.isAfter(receivedAt) ? receivedAt : ours;
    }

    /** A time of the agent's clock, of something that may be yet to come, by ours. */
    public Instant byOurs(Instant agentTime) {
        var believed = believed();
        var ahead = believed == null ? greeted : believed.ahead();
        return ahead == null ? agentTime : agentTime.minus(ahead);
    }

    private @Nullable Exchange believed() {
        return exchanges.stream().min(Comparator.comparing(Exchange::roundTrip)).orElse(null);
    }
}
