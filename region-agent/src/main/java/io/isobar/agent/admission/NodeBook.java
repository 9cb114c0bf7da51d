package io.isobar.agent.admission;

import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.Resources;
import java.util.HashMap;
import java.util.Map;

/** One node with what our attempts hold on it. */
final class NodeBook {
    private record Hold(Resources shape, int replicas) {}

    private final Map<AttemptId, Hold> holds = new HashMap<>();
    private Node node;
    private NodeAmounts free;

    NodeBook(Node node) {
        this.node = node;
        this.free = node.total();
        recount();
    }

    Node node() {
        return node;
    }

    NodeAmounts free() {
        return free;
    }

    boolean holdsNothing() {
        return holds.isEmpty();
    }

    void look(Node now) {
        node = now;
        recount();
    }

    void hold(AttemptId attempt, Resources shape, int replicas) {
        holds.put(attempt, new Hold(shape, replicas));
        recount();
    }

    void release(AttemptId attempt) {
        holds.remove(attempt);
        recount();
    }

    /** From scratch, so that amounts clamped at zero come back right when something is released. */
    private void recount() {
        NodeAmounts left = node.total().without(node.foreign());
        for (Hold hold : holds.values()) {
            left = left.minus(hold.shape(), hold.replicas());
        }
        free = left;
    }
}
