package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.LinkCheck;
import java.util.ArrayList;
import java.util.List;

/** Whether the cluster answers, is new enough, has the namespace, and lets the agent do what it must. Changes nothing. */
final class ClusterCheck {
    private static final String LINK = "kubernetes";
    private static final int OLDEST_MINOR = 20;
    private static final String RIGHTS =
            "kubectl apply -f deploy/kubernetes/agent-rbac.yaml, and let the agent use its service account";

    /** What the agent must be allowed: {@code everywhere} in all namespaces, or of no namespace. */
    private record Right(String resource, String subresource, List<String> verbs, boolean everywhere, String without) {}

    private static final List<Right> RIGHTS_NEEDED = List.of(
            new Right(
                    "pods",
                    "",
                    List.of("get", "list", "watch", "create", "delete", "patch"),
                    false,
                    "no work can be run"),
            new Right("pods", "log", List.of("get"), false, "no output is kept"),
            new Right("resourcequotas", "", List.of("list"), false, "no node is offered"),
            new Right("nodes", "", List.of("list", "watch"), true, "nothing is offered"),
            new Right("pods", "", List.of("list", "watch"), true, "no node is offered"));

    private final KubernetesApi api;
    private final KubernetesSettings settings;
    private final List<LinkCheck> checks = new ArrayList<>();

    ClusterCheck(KubernetesApi api, KubernetesSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** One line for each thing that is asked of the API server; after one that does not answer none of the others. */
    List<LinkCheck> run() {
        try {
            version();
            RIGHTS_NEEDED.forEach(this::right);
            pools();
        } catch (KubernetesUnavailableException | KubernetesRefusedException e) {
            checks.add(
                    LinkCheck.bad(
                            LINK,
                            "API server",
                            String.valueOf(e.getMessage()),
                            "correct kubernetes.kubeconfig and kubernetes.context, and see whether kubectl gets an answer with them"));
        }
        return List.copyOf(checks);
    }

    private void version() {
        KubernetesApi.Version version = api.version();
        String name = "API server " + api.address();
        if (version.major() > 1 || version.minor() >= OLDEST_MINOR) {
            checks.add(LinkCheck.good(LINK, name, version.text()));
        } else {
            checks.add(LinkCheck.bad(LINK, name, version.text(), "only 1." + OLDEST_MINOR + " and newer was tried"));
        }
    }

    private void right(Right right) {
        String where = right.everywhere() ? "" : " in namespace " + settings.namespace();
        String name = right.resource()
                + (right.subresource().isEmpty() ? "" : "/" + right.subresource())
                + (right.everywhere() ? " of the cluster" : "");
        List<String> missing = right.verbs().stream()
                .filter(verb -> !api.mayI(verb, right.resource(), right.subresource(), right.everywhere()))
                .toList();
        checks.add(
                missing.isEmpty()
                        ? LinkCheck.good(LINK, name, String.join(", ", right.verbs()) + where)
                        : LinkCheck.bad(
                                LINK,
                                name,
                                "may not " + String.join(", ", missing) + where + "; so " + right.without(),
                                RIGHTS));
    }

    private void pools() {
        long usable = new Pools(ClusterLook.at(api), settings)
                .inventory(pod -> false).nodes().stream()
                        .filter(node -> node.usable())
                        .count();
        checks.add(
                usable > 0
                        ? LinkCheck.good(LINK, "nodes", usable + " can take work")
                        : LinkCheck.bad(LINK, "nodes", "none can take work", "isobar-agent discover says of each why"));
    }
}
