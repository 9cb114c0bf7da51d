package io.isobar.agent.probe;

import io.isobar.agent.endpoint.HostPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often what is probed, and what the agent's own endpoint answers.
 *
 * @param every between two round trips of a peer
 * @param bandwidthBytes for one measurement of bandwidth; 0: it is not measured
 * @param bandwidthEvery between two of a peer
 * @param rate probes that begin in a minute at most, of all regions together
 * @param listen null: no endpoint
 * @param serveRate connections that the endpoint takes in a minute
 * @param serveBytes that it gives in a minute for bandwidth; 0: none
 */
public record ProbeRules(
        Duration every,
        long bandwidthBytes,
        Duration bandwidthEvery,
        int rate,
        @Nullable HostPort listen,
        int serveRate,
        long serveBytes) {
    public static final Duration SHORTEST = Duration.ofSeconds(5);
    /** A round trip counts for five minutes at the broker: some may be lost. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    public static final Duration SHORTEST_BANDWIDTH = Duration.ofMinutes(1);
    /** A bandwidth counts for an hour. */
    public static final Duration LONGEST_BANDWIDTH = Duration.ofMinutes(20);

    public static final long LEAST_BYTES = 64L << 10;
    public static final long MOST_BYTES = 64L << 20;
    public static final int MOST_RATE = 6_000;
    public static final int MOST_PEERS = 64;

    /** Nothing is probed or answered. */
    public static final ProbeRules NONE =
            new ProbeRules(Duration.ofSeconds(30), 0, Duration.ofMinutes(10), 60, null, 0, 0);
}
