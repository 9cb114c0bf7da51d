package io.isobar.agent.session;

import java.util.Optional;

/**
 * Of what the agent speaks with brokers, {@code isobar.region.v1.AgentSessionService}. It works with brokers of its own major, and of their
 * minors with those from the one before its own on; a broker that is newer looks by itself whether it understands the agent.
 */
public final class AgentProtocol {
    public static final int MAJOR = 1;
    public static final int MINOR = 1;
    /** Of brokers that the agent works with. */
    public static final int OLDEST_MINOR = MINOR - 1;

    private AgentProtocol() {}

    /** Why the agent does not work with a broker that speaks this, and what to do; empty: it does. */
    public static Optional<String> refusal(int major, int minor) {
        if (major == MAJOR && minor >= OLDEST_MINOR) {
            return Optional.empty();
        }
        boolean older = major < MAJOR || (major == MAJOR && minor < OLDEST_MINOR);
        return Optional.of(versions(major, minor) + ", and it works with brokers from " + MAJOR + "." + OLDEST_MINOR
                + " on, of the major " + MAJOR + "; upgrade the " + (older ? "broker" : "agent"));
    }

    /** What both speak, in words. */
    public static String versions(int major, int minor) {
        return "the broker speaks protocol " + major + "." + minor + ", this agent " + MAJOR + "." + MINOR;
    }
}
