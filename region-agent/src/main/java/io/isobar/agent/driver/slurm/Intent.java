package io.isobar.agent.driver.slurm;

/** What the agent itself wants of an attempt. */
sealed interface Intent {
    /** That it runs. */
    record Run() implements Intent {}

    /** That it stops, because it was told so. */
    record Stop() implements Intent {}

    /** That it leaves the queue, because it waited for too long; {@code why} says for what. */
    record TakeBack(String why) implements Intent {}

    /** That it is not started again: Slurm put it back into the queue after it had begun. */
    record KeepOut() implements Intent {}

    default boolean ends() {
        return !(this instanceof Run);
    }
}
