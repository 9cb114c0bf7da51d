package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Taint;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a node counts here.
 *
 * @param capacity what it has
 * @param allocatable what pods may have of it; less where devices are ill
 * @param shared whether a plug-in hands out its devices in shares, under the name of the device
 * @param unschedulable cordoned
 * @param ready whether its kubelet says that it works
 */
record ClusterNode(
        String name,
        Map<String, String> labels,
        Amounts capacity,
        Amounts allocatable,
        boolean shared,
        boolean unschedulable,
        boolean ready,
        List<Taint> taints) {
    /** HAMi writes down what it found on a node in annotations of this form, one for each of its plug-ins. */
    private static final String SHARING_PLUGIN = "hami.io/node-";

    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    ClusterNode {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    /** Of a node that is in the cluster. */
    static NodeState stateOf(Node node) {
        return taints(node).stream().anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()))
                ? NodeState.GONE
                : isReady(node) ? NodeState.UP : NodeState.SILENT;
    }

    private static List<Taint> taints(Node node) {
        return node.getSpec() == null || node.getSpec().getTaints() == null
                ? List.of()
                : node.getSpec().getTaints();
    }

    private static boolean isReady(Node node) {
        List<NodeCondition> conditions =
                node.getStatus() == null ? null : node.getStatus().getConditions();
        return conditions != null
                && conditions.stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    static ClusterNode of(Node node) {
        NodeStatus status = node.getStatus() == null ? new NodeStatus() : node.getStatus();
        Map<String, String> annotations = node.getMetadata().getAnnotations();
        boolean going = node.getMetadata().getDeletionTimestamp() != null;
        return new ClusterNode(
                node.getMetadata().getName(),
                node.getMetadata().getLabels() == null
                        ? Map.of()
                        : node.getMetadata().getLabels(),
                Amounts.of(status.getCapacity(), RoundingMode.DOWN),
                Amounts.of(status.getAllocatable(), RoundingMode.DOWN),
                annotations != null
                        && annotations.keySet().stream()
                                .anyMatch(key -> key.startsWith(SHARING_PLUGIN) && key.contains("register")),
                going
                        || (node.getSpec() != null
                                && Boolean.TRUE.equals(node.getSpec().getUnschedulable())),
                isReady(node),
                taints(node));
    }

    /** Those that keep pods away. */
    Stream<Taint> repelling() {
        return taints.stream()
                .filter(taint -> "NoSchedule".equals(taint.getEffect()) || "NoExecute".equals(taint.getEffect()));
    }

    boolean hasLabels(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    Optional<String> label(String key) {
        return Optional.ofNullable(labels.get(key)).filter(value -> !value.isBlank());
    }
}
