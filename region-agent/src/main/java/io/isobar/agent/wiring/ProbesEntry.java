package io.isobar.agent.wiring;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How the peers of the agent's regions are probed, and whether it answers the probes of others. */
public interface ProbesEntry {
    /** How long between two round trips of a peer: {@code 5s} to {@code 1m}. */
    @WithDefault("30s")
    String every();

    /** Bytes for one measurement of bandwidth: {@code 64KiB} to {@code 64MiB}. Absent: it is not measured. */
    Optional<String> bandwidthBytes();

    /** How long between two measurements of bandwidth of a peer: {@code 1m} to {@code 20m}. */
    @WithDefault("10m")
    String bandwidthEvery();

    /** Probes that begin in a minute at most, of all regions together: 1 to 6,000. */
    @WithDefault("120")
    String rate();

    /** Where the agent answers the probes of others, {@code host:port}. Absent: it does not. */
    Optional<String> listen();

    /** Connections that it takes in a minute: 1 to 6,000. */
    @WithDefault("600")
    String serveRate();

    /** Bytes that it gives in a minute for measurements of bandwidth, up to {@code 64GiB}. Absent: none. */
    Optional<String> serveBytes();
}
