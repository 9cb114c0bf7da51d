package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.PoolFacts;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.PoolName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a cluster's owner may want to know of a look at it: where the pools come from, and what was left out of them. */
final class ClusterSurvey {
    private final ClusterLook look;
    private final KubernetesSettings settings;
    private final Pools pools;
    private final List<Remark> remarks = new ArrayList<>();

    ClusterSurvey(ClusterLook look, KubernetesSettings settings) {
        this.look = look;
        this.settings = settings;
        this.pools = new Pools(look, settings);
    }

    /** With all that pods have taken off, also those of the federation. */
    Survey survey() {
        for (ClusterNode node : look.nodes()) {
            remarkOn(node);
        }
        if (look.quotas() != null) {
            look.quotas()
                    .exhausted()
                    .forEach(resource -> remarks.add(new Remark(
                            "quota of " + settings.namespace(),
                            "leaves nothing of " + resource + " to the namespace; nothing that needs it starts")));
        }
        return new Survey(pools.inventory(pod -> false), facts(), remarks);
    }

    private Map<PoolName, PoolFacts> facts() {
        Map<PoolName, PoolFacts> facts = new LinkedHashMap<>();
        for (ClusterPool pool : pools.all()) {
            Device device = pool.device();
            facts.put(pool.name(), new PoolFacts(device == null ? null : device.resource(), null, null));
        }
        return facts;
    }

    private void remarkOn(ClusterNode node) {
        if (!pools.isOffered(node)) {
            remark(node, "has not the labels of kubernetes.node-labels");
            return;
        }
        NodeDevices devices = new NodeDevices(node, settings.accelerators());
        devices.promised()
                .ifPresent(label ->
                        remark(node, "is labelled " + label + " and has no such device; is its plug-in running?"));
        ClusterPool pool = pools.members().get(node);
        if (pool != null) {
            pools.unusable(node, pool).ifPresent(why -> remark(node, why));
            remarkOnAmounts(node, pool);
        }
        for (String resource : devices.unknown()) {
            remarks.add(new Remark(
                    "resource " + resource,
                    "not understood, counts as nothing; kubernetes.accelerators gives it a name, or none"));
        }
        for (Device other : devices.others()) {
            remarks.add(new Remark(
                    "resource " + other.resource() + " (" + other.advertisedName() + ")",
                    "not offered where its node is offered by another"));
        }
    }

    private void remarkOnAmounts(ClusterNode node, ClusterPool pool) {
        if (node.allocatable().get(Amounts.CPU) == null) {
            remark(node, "its processors are not known: nothing that asks for some fits");
        }
        if (node.allocatable().get(Amounts.MEMORY) == null) {
            remark(node, "its memory is not known: nothing that asks for some fits");
        }
        Device device = pool.device();
        if (device != null) {
            long ill = node.capacity().orZero(device.resource())
                    - node.allocatable().orZero(device.resource());
            if (ill > 0) {
                remark(node, ill + " of its " + device.resource() + " cannot be allocated, not offered");
            }
        }
    }

    private void remark(ClusterNode node, String what) {
        remarks.add(new Remark("node " + node.name(), what));
    }
}
