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
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodMakerTest {
    private static final ClusterPool POOL =
            new ClusterPool(new PoolName("a100"), new Device("nvidia.com/gpu", "A100", null), HostArchitecture.X86_64);
    private static final Work GANG = work(new AttemptId("w-1-2"));

    static Work work(AttemptId id) {
        return work(id, Duration.ofMillis(1_500), false);
    }

    private static Work work(AttemptId id, Duration grace, boolean keepRunning) {
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
                        grace,
                        Duration.ofHours(1),
                        null,
                        keepRunning),
                new Placement(demand, List.of(new NodeName("g1"), new NodeName("g2"))));
    }

    private static Pod pod(boolean limitsCpu, GangScheduling group) {
        KubernetesSettings settings =
                Written.settings(Map.of(), List.of(Tolerated.parse("dedicated=x:NoSchedule")), Map.of());
        return new PodMaker(settings, Written.OWNER, null).pod(GANG, POOL, 1, limitsCpu, group);
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

    private static Pod guarded(Duration grace, boolean keepRunning) {
        LeaseProbe probe = LeaseProbe.of(new KubernetesSettings.LeaseSettings(
                HostPort.parse("10.0.0.7:9098"), HostPort.parse("0.0.0.0:9098"), Duration.ofSeconds(90)));
        return new PodMaker(Written.settings(Map.of()), Written.OWNER, probe)
                .pod(work(new AttemptId("w-1-2"), grace, keepRunning), POOL, 1, false, new GangScheduling.ByDeadline());
    }

    @Test
    void hasItsKubeletAskWhetherItMayGoOn() {
        Pod pod = guarded(Duration.ofHours(1), false);

        var probe = pod.getSpec().getContainers().getFirst().getLivenessProbe();
        assertThat(probe.getHttpGet().getHost()).isEqualTo("10.0.0.7");
        assertThat(probe.getHttpGet().getPort().getIntVal()).isEqualTo(9_098);
        assertThat(probe.getHttpGet().getPath()).isEqualTo("/lease/135/isobar-abc-w-1-2-1");
        assertThat(probe.getPeriodSeconds()).isEqualTo(10);
        assertThat(probe.getTimeoutSeconds()).isEqualTo(5);
        assertThat(probe.getFailureThreshold()).isEqualTo(11);
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(10);
        assertThat(guarded(Duration.ofSeconds(3), false).getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(3);
        LeaseProbe read = LeaseProbe.of(pod).orElseThrow();
        assertThat(read.stopsWithin()).isEqualTo(Duration.ofSeconds(11 * 10 + 5 + 10 + 10));
        assertThat(read.spares()).isEqualTo(Duration.ofSeconds(95));
    }

    @Test
    void asksNobodyWhereItIsToKeepRunningOrTheRegionDoesNotStop() {
        assertThat(LeaseProbe.of(guarded(Duration.ofHours(1), true))).isEmpty();
        assertThat(guarded(Duration.ofHours(1), true).getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(3_600);
        assertThat(LeaseProbe.of(pod(false, new GangScheduling.ByDeadline()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 17, 90, 100, 1_800})
    void anAgentThatIsAwayForNoLongerThanItMayBeStopsNothing(int away) {
        LeaseProbe probe = LeaseProbe.of(new KubernetesSettings.LeaseSettings(
                HostPort.parse("h:1"), HostPort.parse("h:1"), Duration.ofSeconds(away)));

        // Both ends of the time may meet a question.
        int missed = away / probe.every() + 1;
        assertThat(missed).isLessThan(probe.failures());
        assertThat(probe.timeout()).isLessThanOrEqualTo(probe.every());
        assertThat(probe.spares()).isPositive();
        assertThat(probe.stopsWithin()).isLessThan(Duration.ofHours(1));
    }
}
