package io.isobar.agent.driver.slurm;

import java.time.Duration;
import java.util.Map;

/**
 * What of the federation's work may wait in Slurm's queue.
 *
 * @param nodes by partition: so many nodes' worth, waiting or running, for each type of accelerator that it has; 1 to {@link #MOST}. Work for
 *     a partition that is not there goes only to nodes that are free
 * @param within how long a job may wait there before it is taken back; positive
 */
public record QueueSettings(Map<String, Integer> nodes, Duration within) {
    public static final int MOST = 10_000;
    /** Nothing waits there. */
    public static final QueueSettings NONE = new QueueSettings(Map.of(), Duration.ofDays(7));

    public QueueSettings {
        nodes = Map.copyOf(nodes);
    }
}
