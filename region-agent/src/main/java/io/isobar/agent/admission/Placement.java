package io.isobar.agent.admission;

import io.isobar.agent.inventory.NodeName;
import java.util.List;

/**
 * Which node each replica of an attempt is on.
 *
 * @param nodes by replica index; as many as there are replicas
 */
public record Placement(Demand demand, List<NodeName> nodes) {
    public Placement {
        nodes = List.copyOf(nodes);
        if (nodes.size() != demand.replicas()) {
            throw new IllegalArgumentException(demand.replicas() + " replicas need as many nodes, not " + nodes.size());
        }
    }
}
