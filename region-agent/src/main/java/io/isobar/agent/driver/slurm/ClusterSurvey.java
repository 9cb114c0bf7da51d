package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.PoolFacts;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.SiteQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a cluster's owner may want to know of a look at it: where the pools come from, and what was left out of them. */
final class ClusterSurvey {
    private final Cluster cluster;
    private final Pools pools;
    private final List<Remark> remarks = new ArrayList<>();

    ClusterSurvey(Cluster cluster, SlurmSettings settings) {
        this.cluster = cluster;
        this.pools = new Pools(cluster, settings);
    }

    /** With all that jobs have taken off, also those of the federation. */
    Survey survey() {
        remarkOnPartitions();
        for (SlurmNode node : cluster.nodes()) {
            SlurmPool pool = pools.members().get(node);
            if (pool == null) {
                remark(node, "is in no partition that is offered");
            } else {
                remarkOn(node, pool);
            }
        }
        return new Survey(pools.inventory(Map.of(), _ -> new SiteQueue(null)), facts(), remarks);
    }

    private Map<PoolName, PoolFacts> facts() {
        Map<PoolName, PoolFacts> facts = new LinkedHashMap<>();
        for (SlurmPool pool : pools.all()) {
            Gres unit = pool.accelerator();
            facts.put(
                    pool.name(),
                    new PoolFacts(
                            unit == null ? null : unit.kind(),
                            pool.partition().maxTime(),
                            pool.partition().maxNodes()));
        }
        return facts;
    }

    private void remarkOnPartitions() {
        for (String name : pools.missingPartitions()) {
            remarks.add(new Remark(
                    "partition " + name, "is to be offered and does not exist, or the agent's account may not see it"));
        }
        for (SlurmPartition partition : pools.offered()) {
            if (!partition.up()) {
                remarks.add(new Remark("partition " + partition.name(), "is not UP: nothing starts there"));
            } else if (cluster.nodes().stream()
                    .noneMatch(node -> node.partitions().contains(partition.name()))) {
                remarks.add(new Remark("partition " + partition.name(), "has no nodes"));
            }
        }
    }

    private void remarkOn(SlurmNode node, SlurmPool pool) {
        unusable(node).ifPresent(why -> remark(node, why));
        if (node.cpus() == null) {
            remark(node, "its processors are not known: nothing that asks for some fits");
        }
        if (node.memoryMib() == null) {
            remark(node, "its memory is not known: nothing that asks for some fits");
        }
        for (Gres gres : node.gres()) {
            otherUse(gres, pool).ifPresent(why -> remarks.add(new Remark("resource " + gres.kind(), why)));
        }
        for (Gres drained : node.gresDrained()) {
            if (drained.count() > 0) {
                remark(node, drained.request(drained.count()) + " drained, not offered");
            }
        }
    }

    private static Optional<String> unusable(SlurmNode node) {
        if (!node.state().takesWork()) {
            return Optional.of("not usable, its state is " + node.state().text());
        }
        if (node.cpusAllocated() == null || node.memoryAllocatedMib() == null || node.gresAllocated() == null) {
            return Optional.of("not usable, Slurm does not tell what jobs have of it");
        }
        return Optional.empty();
    }

    /** Why a resource is not what its node is offered by. */
    private Optional<String> otherUse(Gres gres, SlurmPool pool) {
        Gres unit = pool.accelerator();
        if (unit != null && unit.isLike(gres)) {
            return Optional.empty();
        }
        if (pools.advertised(gres).equals(SlurmSettings.NOT_AN_ACCELERATOR)) {
            return Optional.of("taken for no accelerator; slurm.accelerators gives it a name where it is one");
        }
        return Optional.of("not offered where its node has more of another" + (unit == null ? "" : ", " + unit.kind()));
    }

    private void remark(SlurmNode node, String what) {
        remarks.add(new Remark("node " + node.name(), what));
    }
}
