package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod has of its node, whoever it belongs to.
 *
 * @param node null: it has none yet
 */
record PodUse(String namespace, String name, @Nullable String node, Optional<OwnerMark> mark, Amounts requests) {
    static PodUse of(Pod pod) {
        return new PodUse(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getSpec().getNodeName(),
                OwnerMark.of(pod.getMetadata()),
                requests(pod.getSpec()));
    }

    /** Whether it has nothing of its node any more. */
    static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /**
     * What the scheduler counts: all containers together, or the greediest moment of the initialisation where that is more, and what the
     * pod itself costs. Initialisers that go on count as containers from their turn on.
     */
    static Amounts requests(PodSpec spec) {
        Amounts whole = Amounts.NONE;
        for (Container container : spec.getContainers()) {
            whole = whole.plus(requests(container.getResources()));
        }
        Amounts goingOn = Amounts.NONE;
        Amounts peak = Amounts.NONE;
        for (Container first : orEmpty(spec.getInitContainers())) {
            Amounts own = requests(first.getResources());
            if ("Always".equals(first.getRestartPolicy())) {
                goingOn = goingOn.plus(own);
                peak = peak.greater(goingOn);
            } else {
                peak = peak.greater(goingOn.plus(own));
            }
        }
        Amounts most = whole.plus(goingOn).greater(peak);
        Amounts declared = requests(spec.getResources());
        return most.greater(declared).plus(Amounts.of(spec.getOverhead(), RoundingMode.UP));
    }

    private static List<Container> orEmpty(@Nullable List<Container> containers) {
        return containers == null ? List.of() : containers;
    }

    /** A limit without a request is one, which the API server writes down; a static pod never passed it. */
    private static Amounts requests(@Nullable ResourceRequirements resources) {
        return resources == null
                ? Amounts.NONE
                : Amounts.of(resources.getLimits(), RoundingMode.UP)
                        .overriddenBy(Amounts.of(resources.getRequests(), RoundingMode.UP));
    }
}
