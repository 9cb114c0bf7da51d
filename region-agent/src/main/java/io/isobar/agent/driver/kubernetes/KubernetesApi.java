package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the API server. All methods throw {@link KubernetesUnavailableException} where it does not answer, and
 * {@link KubernetesRefusedException} where it will not.
 */
final class KubernetesApi implements AutoCloseable {
    /** Objects in one answer to a list. */
    static final long PAGE = 200;

    private static final ResourceDefinitionContext VOLCANO = new ResourceDefinitionContext.Builder()
            .withGroup("scheduling.volcano.sh")
            .withVersion("v1beta1")
            .withKind("PodGroup")
            .withPlural("podgroups")
            .withNamespaced(true)
            .build();

    private static final int CONFLICT = 409;
    private static final int UNAUTHORISED = 401;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;
    /** Of what it says where it refuses. */
    private static final int LONGEST_WORDS = 2_000;

    private final KubernetesClient client;
    private final String namespace;
    private final Duration timeout;

    KubernetesApi(KubernetesClient client, String namespace, Duration timeout) {
        this.client = client;
        this.namespace = namespace;
        this.timeout = timeout;
    }

    String namespace() {
        return namespace;
    }

    String address() {
        return client.getMasterUrl().toString();
    }

    /**
     * Which Kubernetes it is.
     *
     * @param text as it says so
     */
    record Version(int major, int minor, String text) {}

    Version version() {
        VersionInfo version = ask(client::getKubernetesVersion);
        return new Version(number(version.getMajor()), number(version.getMinor()), version.getGitVersion());
    }

    /** Providers write {@code 27+}; 0 where there is no number. */
    private static int number(@Nullable String text) {
        String digits = text == null ? "" : text.replaceAll("[^0-9].*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /**
     * Whether the agent may do that.
     *
     * @param subresource empty: none
     * @param everywhere in all namespaces, else in the region's own
     */
    boolean mayI(String verb, String resource, String subresource, boolean everywhere) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup("")
                .withResource(resource)
                .withSubresource(subresource.isEmpty() ? null : subresource)
                .withNamespace(everywhere ? null : namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        return ask(() -> client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
    }

    List<ClusterNode> nodes() {
        return ask(() -> {
            List<ClusterNode> nodes = new ArrayList<>();
            String more = null;
            do {
                var page = client.nodes()
                        .list(new ListOptionsBuilder()
                                .withLimit(PAGE)
                                .withContinue(more)
                                .build());
                page.getItems().forEach(node -> nodes.add(ClusterNode.of(node)));
                more = page.getMetadata().getContinue();
            } while (more != null && !more.isEmpty());
            return nodes;
        });
    }

    /** All pods that have something of a node, whoever they belong to. */
    List<PodUse> podsOnNodes() {
        return pods(onNodes(), PodUse::of);
    }

    /** The region's own pods, in whatever state. */
    List<Pod> ownPods(String owner) {
        return pods(own(owner), Function.identity());
    }

    private <T> List<T> pods(FilterWatchListDeletable<Pod, PodList, PodResource> selection, Function<Pod, T> reader) {
        return ask(() -> {
            List<T> pods = new ArrayList<>();
            String more = null;
            do {
                PodList page = selection.list(new ListOptionsBuilder()
                        .withLimit(PAGE)
                        .withContinue(more)
                        .build());
                page.getItems().forEach(pod -> pods.add(reader.apply(pod)));
                more = page.getMetadata().getContinue();
            } while (more != null && !more.isEmpty());
            return pods;
        });
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> onNodes() {
        AnyNamespaceOperation<Pod, PodList, PodResource> all = client.pods().inAnyNamespace();
        return all.withoutField("status.phase", "Succeeded")
                .withoutField("status.phase", "Failed")
                .withoutField("spec.nodeName", "");
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> own(String owner) {
        return client.pods().inNamespace(namespace).withLabel(OwnerMark.OWNER, owner);
    }

    SharedIndexInformer<Node> watchNodes() {
        return client.nodes().withLimit(PAGE).runnableInformer(0);
    }

    SharedIndexInformer<Pod> watchPodsOnNodes() {
        return onNodes().withLimit(PAGE).runnableInformer(0);
    }

    SharedIndexInformer<Pod> watchOwnPods(String owner) {
        return own(owner).withLimit(PAGE).runnableInformer(0);
    }

    List<ResourceQuota> quotas() {
        return ask(() -> client.resourceQuotas().inNamespace(namespace).list().getItems());
    }

    Optional<Pod> pod(String name) {
        return ask(() -> Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get()));
    }

    /** The pod that was made; empty where there is one of that name already. */
    Optional<Pod> create(Pod pod) {
        try {
            return Optional.of(
                    ask(() -> client.pods().inNamespace(namespace).resource(pod).create()));
        } catch (ExistsException e) {
            return Optional.empty();
        }
    }

    /** Whether Volcano can be told which pods belong together. */
    boolean hasVolcano() {
        return ask(() -> client.hasApiGroup(VOLCANO.getGroup(), true));
    }

    /**
     * Has Volcano start pods together. It goes with its owner; nothing where it is there.
     *
     * @param owner the first of the pods
     */
    void createPodGroup(String name, int members, Pod owner) {
        GenericKubernetesResource group = new GenericKubernetesResourceBuilder()
                .withApiVersion(VOLCANO.getGroup() + "/" + VOLCANO.getVersion())
                .withKind(VOLCANO.getKind())
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(owner.getMetadata().getLabels())
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("minMember", members))
                .build();
        try {
            ask(() -> client.genericKubernetesResources(VOLCANO)
                    .inNamespace(namespace)
                    .resource(group)
                    .create());
        } catch (ExistsException e) {
            // It was made when the answer was lost.
        }
    }

    /**
     * Has a pod end: SIGTERM, and SIGKILL after the grace. Nothing where it is no longer there.
     *
     * @param graceSeconds null: its own
     */
    void delete(Pod pod, @Nullable Long graceSeconds) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "preconditions",
                Map.of("uid", pod.getMetadata().getUid())));
        if (graceSeconds != null) {
            options.put("gracePeriodSeconds", graceSeconds);
        }
        whereThere(() -> client.raw(
                "/api/v1/namespaces/" + namespace + "/pods/" + pod.getMetadata().getName(), "DELETE", options));
    }

    /** Lets a pod go: what is deleted of it may disappear. */
    void release(Pod pod) {
        List<String> others = pod.getMetadata().getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(OwnerMark.FINALIZER))
                .toList();
        if (others.size() == pod.getMetadata().getFinalizers().size()) {
            return;
        }
        String patch = client.getKubernetesSerialization()
                .asJson(Map.of(
                        "metadata",
                        Map.of(
                                "uid",
                                pod.getMetadata().getUid(),
                                "resourceVersion",
                                pod.getMetadata().getResourceVersion(),
                                "finalizers",
                                others)));
        whereThere(() -> client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /**
     * What the pod wrote, each line with its time; to be closed.
     *
     * @param since from which second on, as RFC 3339; null: from the start
     * @param follow whether it goes on until the container ends
     */
    InputStream log(String pod, @Nullable String since, boolean follow) {
        URI address = client.getMasterUrl()
                .toString()
                .transform(master -> URI.create(master + (master.endsWith("/") ? "" : "/") + "api/v1/namespaces/"
                        + namespace + "/pods/" + pod + "/log?container=" + PodReading.CONTAINER + "&timestamps=true"
                        + (follow ? "&follow=true" : "") + (since == null ? "" : "&sinceTime=" + since)));
        HttpResponse<InputStream> response;
        try {
            response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(address)
                                    .build(),
                            InputStream.class)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesUnavailableException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesUnavailableException("the API server does not answer: " + e, e);
        }
        if (response.isSuccessful()) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new KubernetesRefusedException(
                    response.code(), new String(body.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new KubernetesUnavailableException("the API server broke off: " + e.getMessage(), e);
        }
    }

    private void whereThere(Supplier<?> action) {
        try {
            ask(() -> {
                Object unused = action.get();
                return unused == null ? "" : unused;
            });
        } catch (KubernetesRefusedException e) {
            if (!e.isGone()) {
                throw e;
            }
        }
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw translate(e);
        }
    }

    private static RuntimeException translate(KubernetesClientException e) {
        int code = e.getCode();
        Status status = e.getStatus();
        String words = status != null && status.getMessage() != null ? status.getMessage() : e.getMessage();
        if (code == CONFLICT && status != null && "AlreadyExists".equals(status.getReason())) {
            return new ExistsException();
        }
        boolean undecided = code <= 0 || code == UNAUTHORISED || code == TOO_MANY || code >= SERVER_ERRORS;
        // A conflict is between two who write at the same time: the next try is against what is there then.
        return undecided || code == CONFLICT
                ? new KubernetesUnavailableException("the API server does not do it now: " + words, e)
                : new KubernetesRefusedException(code, String.valueOf(words));
    }

    @Override
    public void close() {
        client.close();
    }

    /** There is an object of that name. */
    private static final class ExistsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
