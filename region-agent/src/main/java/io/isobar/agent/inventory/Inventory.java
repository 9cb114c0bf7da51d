package io.isobar.agent.inventory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All pools of a region and all their nodes, at one look. At most 100,000 nodes; every node is in a pool that exists. */
public record Inventory(List<PoolProfile> pools, List<Node> nodes) {
    public static final int MAX_NODES = 100_000;

    public Inventory {
        pools = List.copyOf(pools);
        nodes = List.copyOf(nodes);
        if (nodes.size() > MAX_NODES) {
            throw new IllegalArgumentException("an inventory has at most " + MAX_NODES + " nodes, not " + nodes.size());
        }
        Set<PoolName> names = new HashSet<>();
        for (PoolProfile pool : pools) {
            if (!names.add(pool.name())) {
                throw new IllegalArgumentException("pool '" + pool.name() + "' is there twice");
            }
        }
        Set<NodeName> seen = new HashSet<>();
        for (Node node : nodes) {
            if (!names.contains(node.pool())) {
                throw new IllegalArgumentException(
                        "node '" + node.name() + "' belongs to pool '" + node.pool() + "', which does not exist");
            }
            if (!seen.add(node.name())) {
                throw new IllegalArgumentException("node '" + node.name() + "' is there twice");
            }
        }
    }
}
