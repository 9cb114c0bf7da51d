package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.PoolProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a Kubernetes region is used.
 *
 * @param namespace where its pods are
 * @param nodeLabels that a node must have to be offered; empty: all nodes
 * @param tolerations taints that do not keep work away
 * @param accelerators by extended resource: the name under which it is advertised, or {@code none}
 * @param defaultImage for work that brings none; null: such work is refused
 * @param pods what all pods of the region are given
 * @param pollEvery how often attempts are looked at where nothing happens
 * @param lookEvery how often nodes are looked at where nothing happens
 * @param startWithin how long an attempt may take until all its pods run, before it is taken back
 * @param troubleWithin how long an image may fail to come, or a container to be made
 * @param lease how nodes ask whether what they run is still confirmed; null: they do not, and the region does not promise to stop it
 * @param priced gives a pool its prices
 */
public record KubernetesSettings(
        String namespace,
        Map<String, String> nodeLabels,
        List<Tolerated> tolerations,
        Map<String, String> accelerators,
        @Nullable String defaultImage,
        PodDefaults pods,
        Duration pollEvery,
        Duration lookEvery,
        Duration startWithin,
        Duration troubleWithin,
        @Nullable LeaseSettings lease,
        UnaryOperator<PoolProfile> priced) {
    /**
     * What all pods are given.
     *
     * @param imagePullSecrets names of secrets in the namespace
     * @param serviceAccount null: the namespace's default; its token is never put into a pod
     * @param priorityClass null: the cluster's default
     * @param queue a LocalQueue of Kueue in the namespace; null: pods go straight to the scheduler
     */
    public record PodDefaults(
            List<String> imagePullSecrets,
            @Nullable String serviceAccount,
            @Nullable String priorityClass,
            @Nullable String queue) {
        public static final PodDefaults NONE = new PodDefaults(List.of(), null, null, null);

        public PodDefaults {
            imagePullSecrets = List.copyOf(imagePullSecrets);
        }
    }

    /**
     * How nodes ask.
     *
     * @param address where they reach the agent
     * @param listen where the agent listens for that
     * @param away for how long the agent may not answer and nothing is stopped for it: 5 s to 30 min
     */
    public record LeaseSettings(HostPort address, HostPort listen, Duration away) {
        public static final Duration SHORTEST = Duration.ofSeconds(5);
        public static final Duration LONGEST = Duration.ofMinutes(30);

        public LeaseSettings {
            if (away.compareTo(SHORTEST) < 0 || away.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("the agent may be away for " + SHORTEST.toSeconds() + " to "
                        + LONGEST.toSeconds() + " s, not " + away.toMillis() + " ms");
            }
        }
    }

    public KubernetesSettings {
        nodeLabels = Map.copyOf(nodeLabels);
        tolerations = List.copyOf(tolerations);
        accelerators = Map.copyOf(accelerators);
    }
}
