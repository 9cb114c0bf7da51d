package io.isobar.agent.driver.slurm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partition.
 *
 * @param up whether it starts jobs
 * @param maxTime the longest that a job may run; null: without end
 * @param maxNodes the most nodes of a job; null: any number
 */
public record SlurmPartition(
        String name,
        boolean up,
        @Nullable Duration maxTime,
        @Nullable Long maxNodes) {}
