package io.isobar.agent.probe;

import java.time.Duration;

/** Does something later, unless it is told not to. */
@FunctionalInterface
public interface Alarm {
    /** The task must not block; what is returned takes it back. */
    Runnable after(Duration delay, Runnable task);
}
