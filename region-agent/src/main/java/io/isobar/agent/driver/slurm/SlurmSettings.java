package io.isobar.agent.driver.slurm;

import io.isobar.agent.inventory.PoolProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a Slurm region is used.
 *
 * @param partitions that are offered, in the order in which a node of several is counted; empty: all, in Slurm's order
 * @param accelerators by generic resource, {@code gpu} or {@code gpu:a100}: the name under which it is advertised, or
 *     {@link #NOT_AN_ACCELERATOR}
 * @param pollEvery how often jobs are looked at
 * @param lookEvery how often nodes are looked at
 * @param startWithin how long a job for nodes that are free may wait in the queue before it is taken back
 * @param queue what may wait there because no node is free
 * @param runtime what is between a job and its work
 * @param pulse how often a job says in its folder that it lives
 * @param priced gives a pool its prices
 */
public record SlurmSettings(
        List<String> partitions,
        Map<String, String> accelerators,
        Duration pollEvery,
        Duration lookEvery,
        Duration startWithin,
        QueueSettings queue,
        SiteRuntime runtime,
        Duration pulse,
        UnaryOperator<PoolProfile> priced) {
    public static final String NOT_AN_ACCELERATOR = "none";

    public SlurmSettings {
        partitions = List.copyOf(partitions);
        accelerators = Map.copyOf(accelerators);
    }
}
