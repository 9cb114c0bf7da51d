package io.isobar.agent.driver.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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

    /**
     * A new look. What the agent may not see is not known; where nodes are not, nothing is.
     *
     * @param executor reads the pods while the nodes are read
     */
    static ClusterLook at(KubernetesApi api, Executor executor) {
        CompletableFuture<@Nullable List<PodUse>> pods =
                CompletableFuture.supplyAsync(() -> permitted(api::podsOnNodes), executor);
        List<ClusterNode> nodes = api.nodes();
        List<PodUse> onNodes = outcome(pods);
        // After the pods: what a quota counts must not be less than they have.
        return new ClusterLook(nodes, onNodes, permitted(() -> Quotas.of(api.quotas())));
    }

    private static <T extends @Nullable Object> T outcome(CompletableFuture<T> question) {
        try {
            return question.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw e;
        }
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
