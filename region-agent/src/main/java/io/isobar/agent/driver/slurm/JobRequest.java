package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to submit. It is never started a second time by Slurm of its own accord.
 *
 * @param script what its first node runs
 * @param nodes where it must run; as many as it has. None: wherever Slurm likes
 * @param nodeCount how many it has
 * @param tasksPerNode at most so many on each node
 * @param memoryMibPerNode 0: what the site gives
 * @param gresPerNode as {@code gpu:a100:8}; null: none
 * @param timeLimit null: as long as the partition allows
 * @param output file for what the script itself and Slurm have to say
 */
public record JobRequest(
        String name,
        String comment,
        String script,
        String partition,
        List<String> nodes,
        int nodeCount,
        int tasks,
        int tasksPerNode,
        long cpusPerTask,
        long memoryMibPerNode,
        @Nullable String gresPerNode,
        @Nullable Duration timeLimit,
        Path folder,
        Path output) {
    public JobRequest {
        nodes = List.copyOf(nodes);
    }
}
