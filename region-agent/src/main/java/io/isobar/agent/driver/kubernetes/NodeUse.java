package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.inventory.ForeignLoad;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pods have of a node.
 *
 * @param others what those have that are not ours
 * @param pods how many there are, ours too
 * @param oursThere how many of them are ours
 */
record NodeUse(Amounts others, int pods, int oursThere) {
    private static final NodeUse NONE = new NodeUse(Amounts.NONE, 0, 0);

    static NodeUse of(PodUse pod, boolean ours) {
        return ours ? new NodeUse(Amounts.NONE, 1, 1) : new NodeUse(pod.requests(), 1, 0);
    }

    static NodeUse of(Map<String, NodeUse> uses, ClusterNode node) {
        return uses.getOrDefault(node.name(), NONE);
    }

    NodeUse plus(NodeUse other) {
        return new NodeUse(others.plus(other.others), pods + other.pods, oursThere + other.oursThere);
    }

    ForeignLoad foreign(@Nullable Device device) {
        return new ForeignLoad(
                device == null ? 0 : others.orZero(device.resource()),
                others.orZero(Amounts.CPU),
                others.orZero(Amounts.MEMORY));
    }
}
