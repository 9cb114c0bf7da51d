package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the cluster, and keeps the newest look. */
final class ClusterWatch {
    private static final System.Logger LOG = System.getLogger(ClusterWatch.class.getName());

    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private volatile @Nullable Look newest;
    private List<String> warnedOf = List.of();

    private record Look(Pools pools, Cluster cluster) {}

    ClusterWatch(SlurmCommands slurm, SlurmSettings settings) {
        this.slurm = slurm;
        this.settings = settings;
    }

    /** Throws {@link SlurmUnavailableException}. */
    Pools look() {
        Cluster cluster = slurm.cluster();
        Pools pools = new Pools(cluster, settings);
        newest = new Look(pools, cluster);
        warn(pools.missingPartitions());
        return pools;
    }

    private synchronized void warn(List<String> missing) {
        if (!missing.isEmpty() && !missing.equals(warnedOf)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "partitions that are to be offered do not exist, or the agent's account may not see them: {0}",
                    missing);
        }
        warnedOf = missing;
    }

    Optional<Pools> pools() {
        Look look = newest;
        return look == null ? Optional.empty() : Optional.of(look.pools());
    }

    /** How many nodes failed that had not at the look before. */
    static int failedSince(Set<String> before, Set<String> now) {
        Set<String> more = new HashSet<>(now);
        more.removeAll(before);
        return more.size();
    }

    /** What is given to jobs, of all; whether they use it, Slurm does not say. */
    List<Measurement> measure(int waiting, Instant now) {
        List<Measurement> figures = new ArrayList<>();
        figures.add(new Measurement(Quantity.QUEUE_LENGTH, waiting, true, now));
        Look look = newest;
        if (look != null) {
            long cpus = 0;
            long allocated = 0;
            for (SlurmNode node : look.cluster().nodes()) {
                if (node.cpus() != null && node.cpusAllocated() != null) {
                    cpus += node.cpus();
                    allocated += node.cpusAllocated();
                }
            }
            if (cpus > 0) {
                figures.add(new Measurement(
                        Quantity.CPU_UTILISATION, Math.clamp(allocated / (double) cpus, 0, 1), false, now));
            }
        }
        return figures;
    }
}
