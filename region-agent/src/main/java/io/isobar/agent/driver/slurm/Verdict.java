package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.WorkEnd;
import java.time.Instant;
import java.util.List;

/** What is to be concluded about an attempt from a look at the queue and at its folder. */
sealed interface Verdict {
    /** It waits in the queue; {@code why} is Slurm's word, and may be empty. */
    record Waits(SlurmJob job, String why) implements Verdict {}

    /** All replicas run. */
    record Runs(Instant since) implements Verdict {}

    /** Nothing can be concluded yet. */
    record Undecided() implements Verdict {}

    /** These jobs must be gone first: they would start it again. */
    record Remove(List<Long> jobs) implements Verdict {}

    /** Slurm never had it, and no job can begin it any more: it must be submitted anew. */
    record Resubmit() implements Verdict {}

    /** Nothing of it runs or will. */
    record Over(WorkEnd end) implements Verdict {}
}
