package io.isobar.agent.driver.process;

import java.time.Instant;

/** What became of one replica. */
sealed interface ReplicaEnd {
    Instant at();

    /** The command ran and ended: 0 to 255, 128 + n for a signal n. */
    record Exited(int code, boolean outOfMemory, Instant at) implements ReplicaEnd {}

    /** The command never ran. */
    record Unlaunched(String why, Instant at) implements ReplicaEnd {}

    /** It runs no more, and nobody wrote down how it ended. */
    record Gone(String why, Instant at) implements ReplicaEnd {}

    default boolean isGood() {
        return this instanceof Exited exited && exited.code() == 0;
    }
}
