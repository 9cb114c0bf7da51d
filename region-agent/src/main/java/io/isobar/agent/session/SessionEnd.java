package io.isobar.agent.session;

/** Why a session ended, as far as it matters for the next. */
sealed interface SessionEnd {
    /** It broke, or was closed; {@code registered} tells whether it had worked. */
    record Broken(boolean registered, String why) implements SessionEnd {}

    /** Another replica leads. */
    record Redirected(BrokerAddress leader) implements SessionEnd {}

    /** A newer stream of the same region took over: another agent runs for it. */
    record TakenOver(String why) implements SessionEnd {}
}
