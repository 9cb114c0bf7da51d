package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkEnd;
import java.time.Instant;

/** What is to be concluded about an attempt from its pods. */
sealed interface Verdict {
    /**
     * Not all replicas have begun.
     *
     * @param begun how many have
     * @param why the others have not; may be empty
     * @param trouble the worst of them
     */
    record Waits(int begun, String why, Stage.Trouble trouble) implements Verdict {}

    /** All replicas have begun, and not all have ended. */
    record Runs(Instant since) implements Verdict {}

    /** It has ended so, and what is left of it must be stopped. */
    record Broken(WorkEnd end) implements Verdict {}

    /** It is to end, and something of it may still run. */
    record Ending() implements Verdict {}

    /** Nothing of it runs or will. */
    record Over(WorkEnd end) implements Verdict {}
}
