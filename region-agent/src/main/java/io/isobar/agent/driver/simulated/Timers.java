package io.isobar.agent.driver.simulated;

import java.time.Duration;

/** Where the simulated driver's time comes from; tests bring their own. */
public interface Timers {
    /** A task that was scheduled. */
    interface Handle {
        /** Nothing where it has run. */
        void cancel();
    }

    /** Runs the task once after the delay, never in this call; a negative delay is none. The task must not block. */
    Handle schedule(Duration delay, Runnable task);
}
