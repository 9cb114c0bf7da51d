package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.isobar.agent.admission.AttemptId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Objects as the API server would write them. */
final class Written {
    static final String OWNER = "abc";

    private Written() {}

    static KubernetesSettings settings(Map<String, String> accelerators) {
        return settings(Map.of(), List.of(), accelerators);
    }

    static KubernetesSettings settings(
            Map<String, String> labels, List<Tolerated> tolerations, Map<String, String> accelerators) {
        return new KubernetesSettings(
                "isobar",
                labels,
                tolerations,
                accelerators,
                null,
                KubernetesSettings.PodDefaults.NONE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(2),
                null,
                UnaryOperator.identity());
    }

    /** Ready, with 64 cores, 512 Gi and room for 110 pods. */
    static NodeBuilder node(String name, Map<String, String> resources, Map<String, String> labels) {
        Map<String, Quantity> amounts = new HashMap<>();
        amounts.put("cpu", new Quantity("64"));
        amounts.put("memory", new Quantity("512Gi"));
        amounts.put("pods", new Quantity("110"));
        amounts.put("ephemeral-storage", new Quantity("1Ti"));
        amounts.put("hugepages-2Mi", new Quantity("0"));
        resources.forEach((resource, count) -> amounts.put(resource, new Quantity(count)));
        Map<String, String> all = new HashMap<>(labels);
        all.putIfAbsent("kubernetes.io/arch", "amd64");
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(all)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(amounts)
                .withAllocatable(amounts)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
    }

    static ClusterNode read(Node node) {
        return ClusterNode.of(node);
    }

    static PodBuilder pod(String namespace, String name, String node, Map<String, String> requests) {
        Map<String, Quantity> amounts = new HashMap<>();
        requests.forEach((resource, count) -> amounts.put(resource, new Quantity(count)));
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("work")
                .withNewResources()
                .withRequests(amounts)
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .endStatus();
    }

    static OwnerMark mark(int replica) {
        return new OwnerMark(OWNER, new AttemptId("w-1-1"), 1, replica);
    }

    /** Ours, as it is after it was bound to a node. */
    static PodBuilder ours(int replica) {
        OwnerMark mark = mark(replica);
        return pod("isobar", mark.podName(), "n1", Map.of("cpu", "1"))
                .editMetadata()
                .withUid("uid-" + replica)
                .withLabels(mark.labels())
                .withAnnotations(mark.annotations())
                .withFinalizers(OwnerMark.FINALIZER)
                .endMetadata();
    }

    static PodUse use(Pod pod) {
        return PodUse.of(pod);
    }
}
