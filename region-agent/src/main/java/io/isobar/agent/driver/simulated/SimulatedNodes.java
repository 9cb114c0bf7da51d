package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a simulated region as they are now: which are down, and what others take of them. Guarded by its driver's lock. */
final class SimulatedNodes {
    private final Inventory inventory;
    private final long totalMillicpus;
    private final long totalMemory;
    private final Set<NodeName> down = new HashSet<>();
    /** Of others, there now. */
    private final List<Scenario.Load> loads = new ArrayList<>();

    /** All of them up, and nobody else there. */
    SimulatedNodes(Inventory inventory) {
        this.inventory = inventory;
        this.totalMillicpus = inventory.nodes().stream()
                .mapToLong(node -> orZero(node.total().millicpus()))
                .sum();
        this.totalMemory = inventory.nodes().stream()
                .mapToLong(node -> orZero(node.total().memoryBytes()))
                .sum();
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    Inventory look() {
        return down.isEmpty() && loads.isEmpty()
                ? inventory
                : new Inventory(
                        inventory.pools(),
                        inventory.nodes().stream()
                                .map(node -> node.asUsable(!isDown(node.name())))
                                .map(node -> node.under(loadOn(node.name())))
                                .toList());
    }

    boolean isDown(NodeName node) {
        return down.contains(node);
    }

    private ForeignLoad loadOn(NodeName node) {
        return loads.stream()
                .filter(load -> load.node().matches(node.value()))
                .map(Scenario.Load::takes)
                .reduce(ForeignLoad.NONE, ForeignLoad::plus);
    }

    boolean has(Scenario.Load load) {
        return loads.contains(load);
    }

    void add(Scenario.Load load) {
        loads.add(load);
    }

    void remove(Scenario.Load load) {
        loads.remove(load);
    }

    /** The nodes that this took down: those of the pattern that were up. */
    Set<NodeName> fail(NamePattern pattern) {
        Set<NodeName> hit = new HashSet<>();
        for (Node node : inventory.nodes()) {
            if (pattern.matches(node.name().value()) && down.add(node.name())) {
                hit.add(node.name());
            }
        }
        return hit;
    }

    void comeBack(NamePattern pattern) {
        down.removeIf(node -> pattern.matches(node.value()));
    }

    /** Of the whole region, reckoned from what runs; none where it has no processors to be used. */
    List<Measurement> measure(List<SimulatedAttempt> running, Instant now) {
        long millicpus = 0;
        long memory = 0;
        for (SimulatedAttempt attempt : running) {
            Resources shape = attempt.work.order().demand().shape();
            millicpus += shape.millicpus() * attempt.work.order().demand().replicas();
            memory += shape.memoryBytes() * attempt.work.order().demand().replicas();
        }
        for (Node node : loads.isEmpty() ? List.<Node>of() : inventory.nodes()) {
            ForeignLoad load = node.under(loadOn(node.name())).foreign();
            millicpus += orZero(load.millicpus());
            memory += orZero(load.memoryBytes());
        }
        double share = totalMillicpus == 0 ? 0 : Math.clamp(millicpus / (double) totalMillicpus, 0, 1);
        return totalMillicpus == 0
                ? List.of()
                : List.of(
                        new Measurement(Quantity.CPU_UTILISATION, share, false, now),
                        new Measurement(Quantity.MEMORY_USED, memory, false, now),
                        new Measurement(Quantity.MEMORY_TOTAL, totalMemory, true, now));
    }
}
