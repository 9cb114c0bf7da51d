package io.isobar.agent.driver.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster at one time.
 *
 * @param pods all that are on nodes and not over, whoever they belong to; null: not known
 * @param quotas of our namespace; null: not known
 */
record ClusterLook(
        List<ClusterNode> nodes,
        @Nullable List<PodUse> pods,
        @Nullable Quotas quotas) {
    ClusterLook {
        // In one order at every look: pools are named in the order in which they are met.
        nodes = nodes.stream().sorted(Comparator.comparing(ClusterNode::name)).toList();
        pods = pods == null ? null : List.copyOf(pods);
    }

    /** A new look. What the agent may not see is not known; where nodes are not, nothing is. */
    static ClusterLook at(KubernetesApi api) {
        List<ClusterNode> nodes = api.nodes();
        List<PodUse> pods = permitted(api::podsOnNodes);
        // After the pods: what a quota counts must not be less than they have.
        return new ClusterLook(nodes, pods, permitted(() -> Quotas.of(api.quotas())));
    }

    private static <T> @Nullable T permitted(Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesRefusedException e) {
            if (e.isForbidden()) {
                return null;
            }
            throw e;
        }
    }
}
