package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the driver asks of Slurm. Every call waits for the answer, within a limit of its own, and throws
 * {@link SlurmUnavailableException} where there is none: then nothing is known, and nothing is concluded.
 */
public interface SlurmCommands extends AutoCloseable {
    /** All nodes and partitions that the agent's account sees. */
    Cluster cluster();

    /** All jobs of the agent's account that the controller remembers, ended ones too. */
    List<SlurmJob> jobs();

    /**
     * Hands a job to the controller.
     *
     * @return the job's number
     * @throws SlurmRefusedException where the controller refuses it; it may remember the job all the same
     * @throws SlurmUnavailableException where it is not known whether the controller took it
     */
    long submit(JobRequest request);

    /** By what the cluster is asked, in a user's words: {@code scontrol}. */
    String means();

    /** Asks whether a job would be taken and when it would start, and submits none. */
    Trial tryJob(JobTrial trial);

    /** What came of asking whether a job would be taken. */
    sealed interface Trial {
        /**
         * It would be.
         *
         * @param startsAt as Slurm reckons now, by the clock of its controller; null: it does not say
         */
        record Taken(@Nullable Instant startsAt) implements Trial {}

        /**
         * It would not be.
         *
         * @param words Slurm's
         */
        record Refused(String words) implements Trial {}

        /** There is no way to ask without submitting one. */
        record NotAsked() implements Trial {}
    }

    /**
     * Sends SIGTERM to the processes of a job. Nothing where the job has ended.
     *
     * @param script also to the script of the job, and what it started itself; else only to its steps
     */
    void terminate(long job, boolean script);

    /** Ends a job, whether it waits or runs: SIGTERM, and SIGKILL after what the site allows (KillWait). */
    void cancel(long job);

    /**
     * What accounting knows of a job that the controller has forgotten; empty: nothing, or there is no accounting.
     *
     * @param folder in which it was started: a controller that was started afresh gives numbers a second time
     */
    Optional<SlurmJob> accounted(long job, Path folder);

    /**
     * Lets go of what it holds. Calls under way may fail, and every later one does, with {@link SlurmUnavailableException}: whoever comes
     * next on the same jobs is the only one to decide about them.
     */
    @Override
    void close();
}
