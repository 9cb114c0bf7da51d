package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the API server is reached.
 *
 * @param kubeconfig null: as the pod that the agent runs in
 * @param context of the kubeconfig; null: its current one
 * @param timeout for each answer
 */
public record KubernetesAccess(
        @Nullable Path kubeconfig, @Nullable String context, Duration timeout) {
    /** Requests at the same time; each has a connection of its own. */
    private static final int MOST_REQUESTS = 1_024;

    /**
     * A client; connects when it is used.
     *
     * @throws IllegalArgumentException where the kubeconfig is not there, or has no such context
     */
    KubernetesClient connect() {
        Config base = base();
        int millis = (int) timeout.toMillis();
        Config config = new ConfigBuilder(base)
                .withConnectionTimeout(millis)
                .withRequestTimeout(millis)
                // Whether something is tried again is decided where it is known what that means.
                .withRequestRetryBackoffLimit(0)
                .withMaxConcurrentRequests(MOST_REQUESTS)
                .withMaxConcurrentRequestsPerHost(MOST_REQUESTS)
                // Over HTTP/2 all that is followed would share the streams of one connection.
                .withHttp2Disable(true)
                .withUserAgent("isobar-region-agent")
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(Unread.serialization())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(CompressedLists.NAME, new CompressedLists()))
                .build();
    }

    private Config base() {
        if (kubeconfig == null) {
            if (!Files.isReadable(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH))) {
                throw new IllegalArgumentException(
                        "the agent is in no pod of the cluster, and kubernetes.kubeconfig names"
                                + " no file by which the API server is reached");
            }
            return Config.autoConfigure(null);
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("the kubeconfig " + kubeconfig + " cannot be read");
        }
        Config config = Config.fromKubeconfig(context, new File(kubeconfig.toString()));
        if (config.getCurrentContext() == null || config.getMasterUrl().isEmpty()) {
            throw new IllegalArgumentException("the kubeconfig " + kubeconfig + " has no "
                    + (context == null ? "current context" : "context '" + context + "'"));
        }
        return config;
    }
}
