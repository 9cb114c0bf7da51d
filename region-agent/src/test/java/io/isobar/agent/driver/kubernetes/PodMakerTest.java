package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodMakerTest {
    private static final ClusterPool POOL =
            new ClusterPool(new PoolName("a100"), new Device("nvidia.com/gpu", "A100", null), HostArchitecture.X86_64);
    private static final Work GANG = work();

    private static Work work() {
        AttemptId id = new AttemptId("w-1-2");
        Demand demand = new Demand(POOL.name(), 2, new Resources(4, 1_500, 1 << 30));
        return new Work(
                new LaunchOrder(
                        new AttemptKey(id, id.workload(), 2),
                        "train",
                        "met-lab",
                        List.of("run", "$(HOME)", "50$"),
                        "example/train:1",
                        Map.of("PRICE", "5$$", "ISOBAR_REPLICA", "mine"),
                        "cuda",
                        demand,
                        Duration.ofMillis(1_500),
                        Duration.ofHours(1),
                        null),
                new Placement(demand, List.of(new NodeName("g1"), new NodeName("g2"))));
    }

    private static Pod pod(boolean limitsCpu, GangScheduling group) {
        KubernetesSettings settings =
                Written.settings(Map.of(), List.of(Tolerated.parse("dedicated=x:NoSchedule")), Map.of());
        return new PodMaker(settings, Written.OWNER).pod(GANG, POOL, 1, limitsCpu, group);
    }

    @Test
    void asksForWhatWasAdmittedOnTheNodeThatWasChosen() {
        Pod pod = pod(false, new GangScheduling.ByDeadline());

        assertThat(pod.getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .getFirst()
                        .getMatchFields()
                        .getFirst()
                        .getValues())
                .containsExactly("g2");
        var resources = pod.getSpec().getContainers().getFirst().getResources();
        assertThat(resources.getRequests())
                .isEqualTo(Map.of(
                        "cpu",
                        new Quantity("1500m"),
                        "memory",
                        new Quantity("1073741824"),
                        "nvidia.com/gpu",
                        new Quantity("4")));
        assertThat(resources.getLimits()).containsOnlyKeys("memory", "nvidia.com/gpu");
        assertThat(pod(true, new GangScheduling.ByDeadline())
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits())
                .containsOnlyKeys("cpu", "memory", "nvidia.com/gpu");
        assertThat(pod.getSpec().getTolerations())
                .extracting(toleration -> toleration.getKey())
                .containsExactly("dedicated", "nvidia.com/gpu");
    }

    @Test
    void runsOnceAndIsKeptUntilItsEndIsTold() {
        Pod pod = pod(false, new GangScheduling.ByDeadline());

        assertThat(pod.getMetadata().getName()).isEqualTo("isobar-abc-w-1-2-1");
        assertThat(OwnerMark.of(pod.getMetadata()))
                .contains(new OwnerMark(Written.OWNER, new AttemptId("w-1-2"), 2, 1));
        assertThat(pod.getMetadata().getFinalizers()).containsExactly(OwnerMark.FINALIZER);
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(2);
        // An hour, ten minutes to start, and a minute.
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(4_260);
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void keepsKubernetesFromPuttingVariablesIn() {
        Container container = pod(false, new GangScheduling.ByDeadline())
                .getSpec()
                .getContainers()
                .getFirst();

        assertThat(container.getCommand()).containsExactly("run", "$$(HOME)", "50$$");
        assertThat(container.getEnv())
                .anySatisfy(variable -> {
                    assertThat(variable.getName()).isEqualTo("PRICE");
                    assertThat(variable.getValue()).isEqualTo("5$$$$");
                })
                .filteredOn(variable -> variable.getName().equals("ISOBAR_REPLICA"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.getValue()).isEqualTo("1"));
    }

    @Test
    void tellsThoseWhoStartPodsTogetherWhichBelongTogether() {
        assertThat(pod(false, new GangScheduling.Kueue("federation")).getMetadata())
                .satisfies(meta -> assertThat(meta.getLabels())
                        .containsEntry("kueue.x-k8s.io/queue-name", "federation")
                        .containsEntry("kueue.x-k8s.io/pod-group-name", "isobar-abc-w-1-2"))
                .satisfies(meta ->
                        assertThat(meta.getAnnotations()).containsEntry("kueue.x-k8s.io/pod-group-total-count", "2"));
        assertThat(pod(false, new GangScheduling.Volcano()).getSpec().getSchedulerName())
                .isEqualTo("volcano");
    }
}
