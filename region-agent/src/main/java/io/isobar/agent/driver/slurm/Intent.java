package io.isobar.agent.driver.slurm;

import io.isobar.agent.failure.Reason;

/** What the agent itself wants of an attempt. */
sealed interface Intent {
    /** That it runs. */
    record Run() implements Intent {}

    /** That it stops, because it was told so. */
    record Stop() implements Intent {}

    /** That it leaves the queue: it waited for too long, and {@code why} says for what, or was told to. */
    record TakeBack(Reason reason, String why) implements Intent {}

    /** That it is not started again: Slurm put it back into the queue after it had begun. */
    record KeepOut() implements Intent {}

    default boolean ends() {
        return !(this instanceof Run);
    }
}
