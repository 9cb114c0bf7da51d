package io.isobar.agent.driver.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The Kubernetes that integration-tests/bin/kubernetes-up started, and named in ISOBAR_KUBECONFIG: one node that runs containers, and hollow ones
 * that only say so. The driver acts as the service account of deploy/kubernetes/agent-rbac.yaml; what people and the site do is done as an
 * administrator.
 */
public final class RealKubernetes implements AutoCloseable {
    /** Changes what it names and nothing else, whoever else writes: kubelets and controllers do at any moment. */
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    public static final String CONFIGURATION = "ISOBAR_KUBECONFIG";
    static final String NAMESPACE = "isobar";
    private static final String AGENT = "isobar-agent";
    public static final String NOT_RUN =
            "NOT RUN, there is no Kubernetes: integration-tests/bin/kubernetes-up starts one, and says why it cannot";

    final KubernetesClient admin;
    final String node = variable("ISOBAR_KUBERNETES_NODE");
    final String image = variable("ISOBAR_KUBERNETES_IMAGE");
    private final Config config;

    private RealKubernetes(Path kubeconfig) {
        this.config = Config.fromKubeconfig(new File(kubeconfig.toString()));
        this.admin = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Skips the test where there is none, and says so. */
    public static RealKubernetes find() {
        String kubeconfig = System.getenv(CONFIGURATION);
        Assumptions.assumeTrue(kubeconfig != null, () -> NOT_RUN);
        RealKubernetes cluster = new RealKubernetes(Path.of(String.valueOf(kubeconfig)));
        cluster.applyRights();
        cluster.awaitEmpty();
        return cluster;
    }

    private static String variable(String name) {
        return String.valueOf(System.getenv(name));
    }

    /** Until {@link #applyRights}: the agent may not make pods; returns when the API server knows. */
    void withdrawRights() {
        admin.rbac().roleBindings().inNamespace(NAMESPACE).withName(AGENT).delete();
        await().atMost(Duration.ofMinutes(3)).until(() -> !mayMakePods());
    }

    private boolean mayMakePods() {
        LocalSubjectAccessReview review = new LocalSubjectAccessReviewBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withUser("system:serviceaccount:" + NAMESPACE + ":" + AGENT)
                .withNewResourceAttributes()
                .withNamespace(NAMESPACE)
                .withVerb("create")
                .withResource("pods")
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin.authorization()
                .v1()
                .localSubjectAccessReview()
                .inNamespace(NAMESPACE)
                .create(review)
                .getStatus()
                .getAllowed();
    }

    /** How many pods the API server would not make for those who may make them, since it started. */
    int refusedPods() {
        return admin.raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{")
                        && line.contains("code=\"403\"")
                        && line.contains("resource=\"pods\"")
                        && line.contains("verb=\"POST\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    void applyRights() {
        try (InputStream manifest = Files.newInputStream(Path.of("../deploy/kubernetes/agent-rbac.yaml"))) {
            admin.load(manifest).items().forEach(item -> admin.resource(item).createOr(op -> op.update()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofMinutes(3))
                .until(() -> admin.serviceAccounts()
                                .inNamespace(NAMESPACE)
                                .withName("default")
                                .get()
                        != null);
    }

    /** Until nothing of a test before is left. */
    public void awaitEmpty() {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            for (Pod pod : pods()) {
                if (pod.getMetadata().getDeletionTimestamp() == null) {
                    admin.resource(pod).withGracePeriod(0).delete();
                }
                strip(pod.getMetadata().getName());
            }
            return pods().isEmpty();
        });
    }

    List<Pod> pods() {
        return admin.pods().inNamespace(NAMESPACE).list().getItems();
    }

    /** Takes all finalisers off a pod, as somebody might who does not know what they are for. */
    void strip(String pod) {
        try {
            admin.pods().inNamespace(NAMESPACE).withName(pod).patch(MERGE, "{\"metadata\": {\"finalizers\": null}}");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Has the scheduler put nothing more on a node, or no longer. */
    void cordon(String name, boolean cordoned) {
        admin.nodes()
                .withName(name)
                .patch(MERGE, "{\"spec\": {\"unschedulable\": %s}}".formatted(cordoned ? true : null));
    }

    /** A kubeconfig of the agent's service account. */
    public Path agentConfiguration(Path folder) {
        String token = admin.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(AGENT)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Path file = folder.resolve("agent.kubeconfig");
        try {
            Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                    users: [{name: agent, user: {token: "%s"}}]
                    contexts: [{name: agent, context: {cluster: c, user: agent}}]
                    current-context: agent
                    """.formatted(config.getMasterUrl(), config.getCaCertData(), token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** What Volcano would bring: pods that belong together. Nobody schedules them. */
    CustomResourceDefinition installVolcanoGroups() {
        CustomResourceDefinition definition = new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName("podgroups.scheduling.volcano.sh")
                .addToAnnotations("api-approved.kubernetes.io", "unapproved, a test")
                .endMetadata()
                .withNewSpec()
                .withGroup("scheduling.volcano.sh")
                .withScope("Namespaced")
                .withNewNames()
                .withKind("PodGroup")
                .withPlural("podgroups")
                .withSingular("podgroup")
                .endNames()
                .addNewVersion()
                .withName("v1beta1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
        CustomResourceDefinition made = admin.resource(definition).create();
        await().atMost(Duration.ofMinutes(3)).ignoreExceptions().until(() -> {
            podGroups();
            return admin.hasApiGroup("scheduling.volcano.sh", true);
        });
        return made;
    }

    List<GenericKubernetesResource> podGroups() {
        return admin.genericKubernetesResources("scheduling.volcano.sh/v1beta1", "PodGroup")
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    /** Collects which pods are made in the namespace: their identities, by name. */
    public Watch watch(Map<String, Set<String>> made) {
        return admin.pods().inNamespace(NAMESPACE).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                made.computeIfAbsent(pod.getMetadata().getName(), any -> ConcurrentHashMap.newKeySet())
                        .add(pod.getMetadata().getUid());
            }

            @Override
            public void onClose(WatcherException trouble) {}
        });
    }

    /** Has a part of the cluster stop, start or hang. */
    void part(String action, String part) {
        try {
            Process process = new ProcessBuilder(variable("ISOBAR_KUBERNETES_PART"), action, part)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(action + " " + part + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What a device plug-in would say of a node that was made anew. */
    void advertise(String name, String resource, int count) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> admin.nodes().withName(name).get() != null);
        admin.nodes().withName(name).subresource("status").patch(MERGE, """
                {"status": {"capacity": {"%1$s": "%2$d"}, "allocatable": {"%1$s": "%2$d"}}}""".formatted(resource, count));
        await().atMost(Duration.ofMinutes(3))
                .until(() -> ClusterNode.of(admin.nodes().withName(name).get()).ready());
    }

    @Override
    public void close() {
        admin.close();
    }
}
