package io.isobar.agent.driver.slurm;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node as Slurm tells of it.
 *
 * @param cpus that jobs may have; null: not known
 * @param cpusAllocated to jobs; null: not known
 * @param memoryMib that jobs may have; null: not known
 * @param memoryAllocatedMib to jobs; null: not known
 * @param gresAllocated to jobs; null: not known
 * @param gresDrained cannot be used though they are there
 */
public record SlurmNode(
        String name,
        String architecture,
        NodeState state,
        @Nullable Long cpus,
        @Nullable Long cpusAllocated,
        @Nullable Long memoryMib,
        @Nullable Long memoryAllocatedMib,
        List<Gres> gres,
        @Nullable List<Gres> gresAllocated,
        List<Gres> gresDrained,
        Set<String> partitions) {
    public SlurmNode {
        gres = List.copyOf(gres);
        gresAllocated = gresAllocated == null ? null : List.copyOf(gresAllocated);
        gresDrained = List.copyOf(gresDrained);
        partitions = Set.copyOf(partitions);
    }

    /** No two nodes of a cluster have one name, and all that is known of thousands of them takes long to hash. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
