package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkVariables;
import io.isobar.agent.inventory.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the pods of an attempt, from what it was admitted to. */
final class PodMaker {
    static final String WHEN_CUT_OFF = "isobar.io/when-cut-off";
    static final String KEEP_RUNNING = "keep_running";

    /** By how much the cluster's own limit is above the workload's, which the agent enforces itself. */
    private static final Duration DEADLINE_MARGIN = Duration.ofMinutes(1);

    private final KubernetesSettings settings;
    private final String owner;
    private final @Nullable LeaseProbe guard;

    /** {@code guard} is put into pods that are to stop when the region is cut off; null: none do. */
    PodMaker(KubernetesSettings settings, String owner, @Nullable LeaseProbe guard) {
        this.settings = settings;
        this.owner = owner;
        this.guard = guard;
    }

    OwnerMark mark(Work work, int replica) {
        return new OwnerMark(owner, work.id(), work.order().key().epoch(), replica);
    }

    /** The image that the work runs in; null: there is none. */
    static @Nullable String image(LaunchOrder order, KubernetesSettings settings) {
        return order.image() == null ? settings.defaultImage() : order.image();
    }

    /**
     * The pod of a replica, on the node that admission chose.
     *
     * @param limitsCpu whether it must say how many processors it may use at most
     * @param group who starts it together with the others of its attempt
     */
    Pod pod(Work work, ClusterPool pool, int replica, boolean limitsCpu, GangScheduling group) {
        LaunchOrder order = work.order();
        OwnerMark mark = mark(work, replica);
        Resources shape = order.demand().shape();
        Map<String, String> labels = new TreeMap<>(mark.labels());
        labels.putAll(group.labels(mark));
        Map<String, String> annotations = new TreeMap<>(mark.annotations());
        annotations.put("isobar.io/name", order.workloadName());
        annotations.put("isobar.io/tenant", order.tenant());
        annotations.putAll(group.annotations(mark, order.demand().replicas()));
        KubernetesSettings.PodDefaults defaults = settings.pods();
        LeaseProbe asks = order.keepRunning() ? null : guard;
        annotations.put(WHEN_CUT_OFF, order.keepRunning() ? KEEP_RUNNING : "stop");
        return new PodBuilder()
                .withNewMetadata()
                .withName(mark.podName())
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .withFinalizers(OwnerMark.FINALIZER)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(
                        seconds(asks == null ? order.stopGrace() : shorter(order.stopGrace())))
                .withActiveDeadlineSeconds(deadline(order))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withServiceAccountName(defaults.serviceAccount())
                .withPriorityClassName(defaults.priorityClass())
                .withSchedulerName(group.scheduler())
                .withImagePullSecrets(defaults.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withAffinity(onNode(work.placement().nodes().get(replica).value()))
                .withTolerations(tolerations(pool.device()))
                .addNewContainer()
                .withName(PodReading.CONTAINER)
                .withImage(image(order, settings))
                .withCommand(order.command().stream().map(PodMaker::literal).toList())
                .withEnv(environment(order, replica))
                .withNewResources()
                .withRequests(requests(shape, pool.device()))
                .withLimits(limits(shape, pool.device(), limitsCpu))
                .endResources()
                .withLivenessProbe(asks == null ? null : asks.probe(mark.podName()))
                .endContainer()
                .endSpec()
                .build();
    }

    private static Affinity onNode(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private List<Toleration> tolerations(@Nullable Device device) {
        List<Toleration> tolerations = new ArrayList<>();
        settings.tolerations().forEach(tolerated -> tolerations.add(tolerated.toleration()));
        if (device != null) {
            tolerations.add(new TolerationBuilder()
                    .withKey(device.resource())
                    .withOperator("Exists")
                    .build());
        }
        return tolerations;
    }

    /** The kubelet's own, where the agent is away when the time is over; it counts from before the image came. */
    private @Nullable Long deadline(LaunchOrder order) {
        Duration limit = order.timeLimit();
        return limit == null
                ? null
                : Math.min(
                        Integer.MAX_VALUE,
                        seconds(limit.plus(settings.startWithin()).plus(DEADLINE_MARGIN)));
    }

    /** What is stopped by its kubelet has no more time than that is promised for. */
    static Duration shorter(Duration grace) {
        return grace.compareTo(LeaseProbe.LONGEST_GRACE) < 0 ? grace : LeaseProbe.LONGEST_GRACE;
    }

    static long seconds(Duration span) {
        return span.plusSeconds(1).minusNanos(1).toSeconds();
    }

    private static Map<String, Quantity> requests(Resources shape, @Nullable Device device) {
        Map<String, Quantity> requests = new HashMap<>();
        if (shape.millicpus() > 0) {
            requests.put(Amounts.CPU, new Quantity(shape.millicpus() + "m"));
        }
        if (shape.memoryBytes() > 0) {
            requests.put(Amounts.MEMORY, new Quantity(Long.toString(shape.memoryBytes())));
        }
        if (device != null && shape.units() > 0) {
            requests.put(device.resource(), new Quantity(Integer.toString(shape.units())));
        }
        return requests;
    }

    /** As much memory as it asked for; processors that nobody else wants it may use, where the site lets it. */
    private static Map<String, Quantity> limits(Resources shape, @Nullable Device device, boolean limitsCpu) {
        Map<String, Quantity> limits = requests(shape, device);
        if (!limitsCpu) {
            limits.remove(Amounts.CPU);
        }
        return limits;
    }

    /** The workload's, then ours, which the workload cannot change. */
    private static List<EnvVar> environment(LaunchOrder order, int replica) {
        Map<String, String> environment =
                WorkVariables.of(order, order.demand().shape().millicpus());
        environment.put("ISOBAR_REPLICA", Integer.toString(replica));
        environment.put(WorkVariables.PROGRESS_FILE, ProgressLine.FILE);
        return environment.entrySet().stream()
                .map(entry -> new EnvVar(entry.getKey(), literal(entry.getValue()), null))
                .collect(Collectors.toList());
    }

    /** Kubernetes would put variables in where a text has {@code $(NAME)}; two signs are one. */
    static String literal(String text) {
        return text.replace("$", "$$");
    }
}
