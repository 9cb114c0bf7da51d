package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkEnd;
import java.time.Duration;

/** What the agent itself wants of an attempt. */
sealed interface Intent {
    /** That it runs. */
    record Run() implements Intent {}

    /** That it stops, because it was told so. */
    record Stop(Duration grace) implements Intent {}

    /** That what is left of it stops, because it has ended with this already, or is to. */
    record Break(WorkEnd end, Duration grace) implements Intent {}

    default boolean ends() {
        return !(this instanceof Run);
    }
}
