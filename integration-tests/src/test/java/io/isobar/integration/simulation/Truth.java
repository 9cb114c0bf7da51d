package io.isobar.integration.simulation;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.Work;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What runs, by the resource managers: never two tries of a workload, never more than a node has, never what is over by the ledger. */
final class Truth {
    private final Judge judge;
    private final Map<WorkloadId, Map<AttemptId, Long>> running = new HashMap<>();
    private final Map<NodeName, Load> nodes = new HashMap<>();
    private final Set<String> lying = new TreeSet<>();
    private final Set<AttemptId> everStarted =
            new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
    private int starts;

    private static final class Load {
        private final long units;
        private final long millicpus;
        private final long memory;
        private long usedUnits;
        private long usedMillicpus;
        private long usedMemory;

        Load(long units, long millicpus, long memory) {
            this.units = units;
            this.millicpus = millicpus;
            this.memory = memory;
        }

        void add(Resources shape, int sign) {
            usedUnits += (long) sign * shape.units();
            usedMillicpus += sign * shape.millicpus();
            usedMemory += sign * shape.memoryBytes();
        }

        boolean isOver() {
            return usedUnits > units || usedMillicpus > millicpus || usedMemory > memory;
        }
    }

    Truth(Judge judge) {
        this.judge = judge;
    }

    /** What a region really has. */
    void has(Inventory inventory) {
        for (var node : inventory.nodes()) {
            nodes.put(
                    node.name(),
                    new Load(
                            node.total().units(),
                            orZero(node.total().millicpus()),
                            orZero(node.total().memoryBytes())));
        }
    }

    private static long orZero(@org.jspecify.annotations.Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    /** It says that it has more than it has: what is put on it may be more. */
    void lies(String region) {
        lying.add(region);
    }

    void started(String region, Work work) {
        starts++;
        var key = work.order().key();
        var others = running.computeIfAbsent(
                key.workload(), id -> new TreeMap<>((one, other) -> one.value().compareTo(other.value())));
        judge.require(everStarted.add(work.id()), () -> work.id() + " is started a second time, in " + region);
        others.forEach((id, epoch) -> judge.require(
                epoch == key.epoch(),
                () -> work.id() + " starts in " + region + " while " + id + " of the same workload runs"));
        others.put(work.id(), key.epoch());
        add(work, 1);
        for (var node : Set.copyOf(work.placement().nodes())) {
            judge.require(
                    lying.contains(region) || !load(node).isOver(),
                    () -> "node " + node + " of " + region + " has more work than it can hold since " + work.id());
        }
    }

    void ended(String region, Work work) {
        var left = running.get(work.order().key().workload());
        judge.require(
                left != null && left.remove(work.id()) != null, () -> work.id() + " ends in " + region + " unseen");
        add(work, -1);
    }

    private void add(Work work, int sign) {
        for (var node : work.placement().nodes()) {
            load(node).add(work.order().demand().shape(), sign);
        }
    }

    private Load load(NodeName node) {
        return nodes.computeIfAbsent(node, unknown -> new Load(0, 0, 0));
    }

    boolean runs(String attempt) {
        var id = new AttemptId(attempt);
        return running.values().stream().anyMatch(of -> of.containsKey(id));
    }

    boolean anyOf(String workload) {
        return !running.getOrDefault(new WorkloadId(workload), Map.of()).isEmpty();
    }

    int starts() {
        return starts;
    }
}
