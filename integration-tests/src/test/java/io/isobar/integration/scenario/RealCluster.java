package io.isobar.integration.scenario;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The Kubernetes of bin/kubernetes-up, as its administrator makes it ready for an agent with deploy/kubernetes/agent-rbac.yaml. */
public final class RealCluster {
    private static final String NAMESPACE = "isobar";
    private static final Path RIGHTS = CommandLine.REPOSITORY.resolve("deploy/kubernetes/agent-rbac.yaml");

    private RealCluster() {}

    /** A kubeconfig of the agent's service account. */
    public static Path agentConfiguration(Path administrator, Path folder) throws IOException {
        var config = Config.fromKubeconfig(new File(administrator.toString()));
        try (var client = new KubernetesClientBuilder().withConfig(config).build();
                var rights = Files.newInputStream(RIGHTS)) {
            client.load(rights).items().forEach(item -> client.resource(item).createOr(known -> known.update()));
            // Pods wait for it.
            await("the namespace's own account")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> client.serviceAccounts()
                                    .inNamespace(NAMESPACE)
                                    .withName("default")
                                    .get()
                            != null);
            return Files.writeString(folder.resolve("agent.kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [ { name: c, cluster: { server: "%s", certificate-authority-data: "%s" } } ]
                    users: [ { name: agent, user: { token: "%s" } } ]
                    contexts: [ { name: agent, context: { cluster: c, user: agent } } ]
                    current-context: agent
                    """.formatted(
                            config.getMasterUrl(), config.getCaCertData(), token(client)));
        }
    }

    /** How the only container of an attempt ended. */
    record ContainerEnd(int exitCode, Instant at) {}

    /** As the API server tells it; of an attempt that is over. */
    static ContainerEnd endOf(Path administrator, String attempt) {
        var config = Config.fromKubeconfig(new File(administrator.toString()));
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            var ended = client.pods()
                    .inNamespace(NAMESPACE)
                    .withLabel("isobar.io/attempt", attempt)
                    .list()
                    .getItems()
                    .getFirst()
                    .getStatus()
                    .getContainerStatuses()
                    .getFirst()
                    .getState()
                    .getTerminated();
            return new ContainerEnd(ended.getExitCode(), Instant.parse(ended.getFinishedAt()));
        }
    }

    private static String token(KubernetesClient client) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(3_600L)
                .endSpec()
                .build();
        return client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("isobar-agent")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }
}
