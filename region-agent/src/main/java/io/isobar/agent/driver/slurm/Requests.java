package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks for, from what an attempt was admitted to.
 *
 * @param owner in whose name it is submitted
 * @param pulse how often a job says that it lives
 * @param guarding what a job goes by when its region is cut off
 * @param runtime what is between a job and its work
 */
record Requests(String owner, Duration pulse, Guarding guarding, SiteRuntime runtime) {
    private static final long MIB = 1 << 20;

    /**
     * One job for all replicas, on the nodes that admission chose; of a place in the queue, on as many nodes as Slurm finds.
     *
     * <p>A job has as much on each of its nodes as on any other. Where the replicas are spread unevenly it asks for what the fullest of
     * its nodes needs, on all of them.
     *
     * @param stateFolder of its workload
     * @param run which submission of the attempt this is
     */
    JobRequest of(Work work, SlurmPool pool, AttemptFolder folder, Path stateFolder, int run) {
        LaunchOrder order = work.order();
        Map<String, Integer> replicas = new LinkedHashMap<>();
        for (NodeName node : work.placement().nodes()) {
            replicas.merge(node.value(), 1, Integer::sum);
        }
        int most = Collections.max(replicas.values());
        Resources shape = order.demand().shape();
        long cpus = cpus(shape);
        Gres accelerator = pool.accelerator();
        return new JobRequest(
                JobScript.jobName(order.workloadName()),
                new OwnerMark(owner, work.id(), order.key().epoch(), run).toString(),
                JobScript.of(
                        order,
                        runtime.command(order, folder.path(), stateFolder),
                        folder.path(),
                        AttemptFolder.claim(run),
                        cpus,
                        pulse,
                        guarding),
                pool.partition().name(),
                pool.queued() ? List.of() : List.copyOf(replicas.keySet()),
                replicas.size(),
                order.demand().replicas(),
                most,
                cpus,
                Math.ceilDiv(Math.multiplyExact(shape.memoryBytes(), (long) most), MIB),
                accelerator == null || shape.units() == 0 ? null : accelerator.request((long) shape.units() * most),
                limit(order.timeLimit(), pool.partition().maxTime()),
                folder.path(),
                folder.jobOutput());
    }

    /** Shell text that makes the environment of the command. */
    String environment(LaunchOrder order, Path stateFolder) {
        return JobScript.preparation(order, runtime.preparation(order))
                + JobScript.environment(order, stateFolder, cpus(order.demand().shape()));
    }

    /** Slurm gives whole processors, and at least one. */
    private static long cpus(Resources shape) {
        return Math.max(1, Math.ceilDiv(shape.millicpus(), 1_000L));
    }

    /** The region itself stops at the limit; Slurm, which counts in minutes, does where the region is away. */
    private static @Nullable Duration limit(@Nullable Duration wanted, @Nullable Duration most) {
        if (wanted == null) {
            return most;
        }
        Duration whole = Duration.ofMinutes(SlurmTime.minutes(wanted));
        return most != null && whole.compareTo(most) > 0 ? most : whole;
    }
}
