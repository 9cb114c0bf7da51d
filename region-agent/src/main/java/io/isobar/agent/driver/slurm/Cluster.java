package io.isobar.agent.driver.slurm;

import java.util.List;

/** A look at a cluster. */
public record Cluster(List<SlurmNode> nodes, List<SlurmPartition> partitions) {
    public Cluster {
        nodes = List.copyOf(nodes);
        partitions = List.copyOf(partitions);
    }
}
