package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkEnd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a replica has come. */
sealed interface Stage {
    /** Nobody made its pod yet. */
    record Unmade() implements Stage {}

    /**
     * Its container has not begun.
     *
     * @param why in the words of the cluster; may be empty
     * @param trouble how likely it is that it never will
     */
    record Waiting(String why, Trouble trouble) implements Stage {}

    /** Its container runs. */
    record Running(Instant since) implements Stage {}

    /**
     * Its container has ended, or never will begin.
     *
     * @param startedAt null: it never began
     */
    record Ended(@Nullable Instant startedAt, WorkEnd end) implements Stage {}

    /** There was a pod, and it is no longer there. */
    record Missing() implements Stage {}

    /** Why a container does not begin. */
    enum Trouble {
        /** It takes its time. */
        NONE,
        /** Something failed and is tried again. */
        FAILING,
        /** It cannot begin whatever is tried. */
        HOPELESS
    }
}
