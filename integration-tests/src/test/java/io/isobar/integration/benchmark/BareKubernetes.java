package io.isobar.integration.benchmark;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One pod at the API server, as {@code kubectl create} makes it, watched from before it is made. It asks for what the driver asks for. */
record BareKubernetes(KubernetesClient client, Map<String, String> nodeLabels, String image)
        implements BareManager, AutoCloseable {
    private static final String NAMESPACE = "default";
    private static final int PATIENCE_S = 60;

    static BareKubernetes of(Path kubeconfig, Map<String, String> nodeLabels, String image) {
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        return new BareKubernetes(
                new KubernetesClientBuilder().withConfig(config).build(), nodeLabels, image);
    }

    @Override
    public Moments once(Path folder, String script) throws Exception {
        String name = folder.getFileName().toString();
        var watched = new Watched();
        try (var _ = client.pods().inNamespace(NAMESPACE).withName(name).watch(watched)) {
            long from = Clocks.epochNanos();
            Pod made = client.resource(pod(name, script)).create();
            long running = watched.running.get(PATIENCE_S, TimeUnit.SECONDS);
            String end = watched.end.get(PATIENCE_S, TimeUnit.SECONDS);
            String said = client.pods().resource(made).getLog();
            client.resource(made).withGracePeriod(0).delete();
            if (!end.equals("Succeeded")) {
                throw new IllegalStateException("the bare pod " + name + " ended as " + end + ": " + said);
            }
            return new Moments(Long.parseLong(said.strip()) - from, running - from);
        }
    }

    private Pod pod(String name, String script) {
        var asked = Map.of("cpu", new Quantity("1"), "nvidia.com/gpu", new Quantity("1"));
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withNodeSelector(nodeLabels)
                .addNewContainer()
                .withName("main")
                .withImage(image)
                .withCommand("sh", "-c", script)
                .withNewResources()
                .withRequests(asked)
                .withLimits(Map.of("nvidia.com/gpu", asked.get("nvidia.com/gpu")))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        client.close();
    }

    /** When a pod was first seen to have begun, and the phase that it ended with. */
    private static final class Watched implements Watcher<Pod> {
        private final CompletableFuture<Long> running = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void eventReceived(Action action, Pod pod) {
            String phase = pod.getStatus().getPhase();
            boolean over = phase.equals("Succeeded") || phase.equals("Failed");
            if (over || pod.getStatus().getContainerStatuses().stream().anyMatch(Watched::runs)) {
                running.complete(Clocks.epochNanos());
            }
            if (over) {
                end.complete(phase);
            }
        }

        private static boolean runs(ContainerStatus status) {
            return status.getState().getRunning() != null;
        }

        @Override
        public void onClose(WatcherException trouble) {
            end.completeExceptionally(trouble);
        }
    }
}
