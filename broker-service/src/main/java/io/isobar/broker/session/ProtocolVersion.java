package io.isobar.broker.session;

import java.util.Optional;

/**
 * Of what the broker speaks with agents, {@code isobar.region.v1.AgentSessionService}. Agents of the same major are let in, and of its minors
 * those from the one before the broker's on; a newer agent looks by itself whether it understands the broker.
 *
 * <p>1.1: leases and fences ({@code LeaseTerms}, {@code stops_when_cut_off}, {@code stops_what_began_within}, {@code keep_running}), when
 * Hello was sent, traces, load of others, energy.
 */
public final class ProtocolVersion {
    public static final int MAJOR = 1;
    public static final int MINOR = 1;
    /** Of agents that are let in. */
    public static final int OLDEST_MINOR = MINOR - 1;

    private ProtocolVersion() {}

    /** Why an agent that speaks this is not let in, and what to do; empty: it is. */
    public static Optional<String> refusal(int major, int minor) {
        if (major == MAJOR && minor >= OLDEST_MINOR) {
            return Optional.empty();
        }
        boolean older = major < MAJOR || (major == MAJOR && minor < OLDEST_MINOR);
        return Optional.of("the agent speaks protocol " + major + "." + minor + ", this broker " + MAJOR + "." + MINOR
                + ", and it takes agents from " + MAJOR + "." + OLDEST_MINOR + " on, of the major " + MAJOR
                + "; upgrade the "
                + (older ? "agent" : "broker"));
    }
}
