package io.isobar.agent.driver;

/** Hears what a driver tells. Never blocks and never throws; may be called from any thread. */
@FunctionalInterface
public interface WorkListener {
    void on(WorkEvent event);
}
