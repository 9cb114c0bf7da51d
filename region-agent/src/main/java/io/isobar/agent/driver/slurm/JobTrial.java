package io.isobar.agent.driver.slurm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job that is only asked about.
 *
 * @param memoryMibPerNode 0: what the site gives
 * @param gresPerNode as {@code gpu:a100:8}; null: none
 * @param timeLimit null: as long as the partition allows
 */
public record JobTrial(
        String partition,
        int nodes,
        long cpusPerNode,
        long memoryMibPerNode,
        @Nullable String gresPerNode,
        @Nullable Duration timeLimit) {
    /** The least that a job can ask for. */
    static JobTrial smallest(String partition) {
        return new JobTrial(partition, 1, 1, 0, null, Duration.ofMinutes(1));
    }

    /** What a job like this one would ask for. */
    static JobTrial like(JobRequest request) {
        return new JobTrial(
                request.partition(),
                request.nodeCount(),
                Math.multiplyExact(request.cpusPerTask(), (long) request.tasksPerNode()),
                request.memoryMibPerNode(),
                request.gresPerNode(),
                request.timeLimit());
    }
}
