package io.isobar.agent.session;

import io.isobar.agent.endpoint.HostPort;
import java.time.Duration;

/** Why a session ended, as far as it matters for the next. */
sealed interface SessionEnd {
    /**
     * It broke, or was closed.
     *
     * @param registered whether it had worked
     * @param notBefore for how long the broker asked not to be dialled; zero: it did not say
     */
    record Broken(boolean registered, String why, Duration notBefore) implements SessionEnd {}

    /** Another replica leads. */
    record Redirected(HostPort leader) implements SessionEnd {}

    /** A newer stream of the same region took over: another agent runs for it. */
    record TakenOver(String why) implements SessionEnd {}
}
