package io.isobar.agent.driver.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * What is passed over where objects of the cluster are read: what is long and not looked at. Half of a node and most of a pod says who
 * changed which of its fields, or names images and volumes; the commands and variables of others are not for us. Objects are written whole,
 * and changed by patches alone, so that nothing is lost by it.
 */
final class Unread {
    private Unread() {}

    static KubernetesSerialization serialization() {
        ObjectMapper mapper = JsonMapper.builder()
                .addMixIn(ObjectMeta.class, OfAnything.class)
                .addMixIn(NodeStatus.class, OfNodes.class)
                .addMixIn(PodSpec.class, OfPods.class)
                .addMixIn(Container.class, OfContainers.class)
                .build();
        return new KubernetesSerialization(mapper, true);
    }

    @JsonIgnoreProperties(value = "managedFields", allowGetters = true)
    private interface OfAnything {}

    @JsonIgnoreProperties(
            value = {"images", "volumesAttached", "volumesInUse", "nodeInfo", "addresses"},
            allowGetters = true)
    private interface OfNodes {}

    @JsonIgnoreProperties(
            value = {
                "volumes",
                "tolerations",
                "affinity",
                "topologySpreadConstraints",
                "ephemeralContainers",
                "securityContext",
                "dnsConfig"
            },
            allowGetters = true)
    private interface OfPods {}

    @JsonIgnoreProperties(
            value = {
                "env",
                "envFrom",
                "args",
                "command",
                "volumeMounts",
                "readinessProbe",
                "startupProbe",
                "lifecycle",
                "securityContext",
                "ports"
            },
            allowGetters = true)
    private interface OfContainers {}
}
