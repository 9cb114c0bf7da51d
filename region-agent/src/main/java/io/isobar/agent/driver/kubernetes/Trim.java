package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leaves out of the pods of a cluster what is not looked at and was read all the same: there may be many, and they are kept. */
final class Trim {
    private static final String OURS = "isobar.io/";

    private Trim() {}

    static Pod pod(Pod pod) {
        PodSpec spec = pod.getSpec();
        ObjectMeta meta = pod.getMetadata();
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(meta.getName())
                        .withNamespace(meta.getNamespace())
                        .withUid(meta.getUid())
                        .withResourceVersion(meta.getResourceVersion())
                        .withLabels(ours(meta.getLabels()))
                        .withAnnotations(ours(meta.getAnnotations()))
                        .build())
                .withNewSpec()
                .withNodeName(spec.getNodeName())
                .withOverhead(spec.getOverhead())
                .withResources(spec.getResources())
                .withContainers(containers(spec.getContainers()))
                .withInitContainers(containers(spec.getInitContainers()))
                .endSpec()
                .build();
    }

    private static List<Container> containers(@Nullable List<Container> containers) {
        return containers == null
                ? List.of()
                : containers.stream()
                        .map(container -> new ContainerBuilder()
                                .withName(container.getName())
                                .withRestartPolicy(container.getRestartPolicy())
                                .withResources(container.getResources())
                                .build())
                        .toList();
    }

    private static Map<String, String> ours(@Nullable Map<String, String> all) {
        return all == null
                ? Map.of()
                : all.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(OURS))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
