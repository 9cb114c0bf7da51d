package io.isobar.broker.session.grpc;

import java.time.Duration;

/**
 * How often broker and agent let each other hear something where there is nothing to say.
 *
 * @param silenceLimit a link over which nothing was heard for longer ends; 4 s to 5 minutes
 */
public record LinkPace(Duration silenceLimit) {
    private static final Duration LEAST = Duration.ofSeconds(4);
    private static final Duration MOST = Duration.ofMinutes(5);

    // After what it is checked by.
    public static final LinkPace DEFAULT = new LinkPace(Duration.ofSeconds(20));

    public LinkPace {
        if (silenceLimit.compareTo(LEAST) < 0 || silenceLimit.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("end-link-after is 4s to 5m, is " + silenceLimit.toMillis() + " ms");
        }
    }

    /** Often enough that three may be lost or late. */
    public Duration keepAliveEvery() {
        return silenceLimit.dividedBy(4);
    }
}
