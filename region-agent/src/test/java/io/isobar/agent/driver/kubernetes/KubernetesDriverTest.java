package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a driver asks of a real Kubernetes, and what it makes of the answers. */
@EnabledIfEnvironmentVariable(
        named = RealKubernetes.CONFIGURATION,
        matches = ".+",
        disabledReason = RealKubernetes.NOT_RUN)
class KubernetesDriverTest extends KubernetesFixture {
    @Test
    void givesTheCommandItsWordsAndVariablesAsTheyStand() throws IOException {
        Work work = one(
                "w-words",
                "sh",
                "-c",
                "echo \"$GREETING\" $ISOBAR_REPLICA/$ISOBAR_REPLICAS \"$1\"",
                "sh",
                "$(HOME) $$ '");

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo("it's $(HOSTNAME) 0/1 $(HOME) $$ '\n");
    }

    @Test
    void copiesEveryLineOfALongLogOnceThoughTheAgentIsRestarted() throws IOException {
        String line = "for i in $(seq 1 3000); do echo line $i; [ $((i % 100)) != 0 ] || sleep 0.05; done";
        Work work = one("w-log", "sh", "-c", line);
        driver.launch(work);
        awaitRunning(work);
        for (int round = 0; round < 3; round++) {
            int before = output(work, 0).length();
            eventually(() ->
                    output(work, 0).length() > before || events.end(work.id()).isPresent());
            driver.close();
            start(Duration.ofMinutes(5), new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));
        }

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0))
                .isEqualTo(IntStream.rangeClosed(1, 3000)
                        .mapToObj(i -> "line " + i + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void workSaysHowFarItIsInItsLogOfWhichNothingOfThatIsShown() throws IOException {
        Work work = one(
                "w-progress",
                "sh",
                "-c",
                "echo begun; echo steps=40 total=100 > $ISOBAR_PROGRESS_FILE;"
                        + " (echo steps=41 total=100 >> $ISOBAR_PROGRESS_FILE) > /dev/null; sleep 8;"
                        + " echo ended; printf steps=99 > $ISOBAR_PROGRESS_FILE; exit 3");
        driver.launch(work);

        eventually(() -> {
            WorkProgress said = driver.progress().get(work.id());
            return said != null && said.steps() == 41 && Objects.equals(said.total(), 100L);
        });

        WorkEnd end = endOf(work);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(Objects.requireNonNull(end.progress())).satisfies(last -> {
            assertThat(last.steps()).isEqualTo(99);
            assertThat(last.at()).isBetween(end.at().minusSeconds(2), end.at().plusSeconds(1));
        });
        assertThat(output(work, 0)).isEqualTo("begun\nended\n");
        assertThat(driver.progress()).as("of what runs only").isEmpty();
    }

    @Test
    void copiesALineThatIsLongerThanTheRuntimeKeepsTogether() throws IOException {
        Work work = one("w-long", "sh", "-c", "head -c 50000 /dev/zero | tr '\\0' x; echo; printf end");

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo("x".repeat(50_000) + "\nend");
    }

    @Test
    void tellsThatAnImageDoesNotCome() {
        Work work = in("127.0.0.1:9/no-such-image:1", "w-image");

        driver.launch(work);

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("Image").contains("no-such-image");
    }

    @Test
    void tellsThatAnImageHasNoProperName() {
        Work work = in("No Such Image", "w-name");

        driver.launch(work);

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("InvalidImageName");
    }

    @Test
    void tellsWhatThePodsOfAQuotaMayNot() {
        ResourceQuota quota = cluster.admin
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("tight")
                        .withNamespace(RealKubernetes.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("requests.nvidia.com/gpu", new Quantity("2")))
                        .endSpec()
                        .build())
                .create();
        try {
            eventually(() -> newestLook().nodes().stream()
                            .filter(node -> node.pool().value().startsWith("nvidia"))
                            .mapToLong(KubernetesFixture::offeredUnits)
                            .sum()
                    == 2);
            Work work = hollow("w-quota", new Resources(3, 100, 1 << 20), "a100-1");

            driver.launch(work);

            WorkEnd end = endOf(work);
            assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
            assertThat(end.message()).contains("exceeded quota: tight").contains("nvidia.com/gpu=3");
        } finally {
            cluster.admin.resource(quota).delete();
        }
    }

    @Test
    void takesBackAGangOfWhichNotAllStartInTime() {
        driver.close();
        start(Duration.ofSeconds(4));
        Pod foreign = cluster.admin.resource(foreign("hog", "a100-2", 6)).create();
        Work gang = hollow("w-gang", new Resources(8, 100, 1 << 20), "a100-1", "a100-2");
        try {
            driver.launch(gang);

            WorkEnd end = endOf(gang);
            assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
            assertThat(end.message())
                    .contains("1 of 2 pods began")
                    .contains("Unschedulable")
                    .contains("Insufficient nvidia.com/gpu");
            assertThat(events.running(gang.id())).isZero();
            assertThat(cluster.admin.resource(foreign).get()).isNotNull();
        } finally {
            cluster.admin.resource(foreign).withGracePeriod(0).delete();
        }
    }

    static Pod foreign(String name, String node, int devices) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withTerminationGracePeriodSeconds(0L)
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("c")
                .withImage("any")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("1500m"), "memory", new Quantity("1Gi")))
                .withLimits(Map.of("nvidia.com/gpu", new Quantity(Integer.toString(devices))))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void countsWhatOthersHaveAndWhatIsCordonedOrTaintedAsNotFree() {
        Pod foreign = cluster.admin.resource(foreign("other", "a100-1", 5)).create();
        try {
            eventually(() -> Long.valueOf(5)
                    .equals(node(newestLook(), "a100-1").foreign().units()));
            assertThat(node(newestLook(), "a100-1").foreign().millicpus()).isEqualTo(1_500);
            assertThat(node(newestLook(), "a100-1").foreign().memoryBytes()).isEqualTo(1L << 30);
        } finally {
            cluster.admin.resource(foreign).withGracePeriod(0).delete();
        }
        eventually(() ->
                Long.valueOf(0).equals(node(newestLook(), "a100-1").foreign().units()));

        cluster.cordon("a100-2", true);
        try {
            eventually(() -> !node(newestLook(), "a100-2").usable());
            assertThat(node(newestLook(), "a100-1").usable()).isTrue();
        } finally {
            cluster.cordon("a100-2", false);
        }
        eventually(() -> node(newestLook(), "a100-2").usable());
    }

    @Test
    void hasEveryRightThatItMustHaveByTheManifestAlone() {
        assertThat(driver.check()).hasSizeGreaterThan(5).allMatch(LinkCheck::good, "is good");
    }

    @Test
    void saysWhichRightsAreMissing() {
        var binding = cluster.admin.rbac().clusterRoleBindings().withName("isobar-agent-pods");
        binding.delete();

        assertThat(driver.check()).anySatisfy(check -> {
            assertThat(check.good()).isFalse();
            assertThat(check.name()).isEqualTo("pods of the cluster");
            assertThat(check.finding()).contains("may not list, watch");
        });
        assertThat(driver.discover().nodes()).isNotEmpty().noneMatch(Node::usable);
    }

    @Test
    void asksVolcanoToStartAGangTogetherWhereThereIsOne() throws IOException {
        var definition = cluster.installVolcanoGroups();
        try {
            Work gang = hollow("w-volcano", new Resources(1, 100, 1 << 20), "a100-1", "a100-2");
            driver.launch(gang);
            eventually(() -> pod(gang, 1) != null);

            var groups = cluster.podGroups();
            assertThat(groups).singleElement().satisfies(group -> {
                assertThat(group.getAdditionalProperties().get("spec")).isEqualTo(Map.of("minMember", 2));
                Pod second = Objects.requireNonNull(pod(gang, 1));
                assertThat(second.getSpec().getSchedulerName()).isEqualTo("volcano");
                assertThat(second.getMetadata().getAnnotations())
                        .containsEntry(
                                "scheduling.k8s.io/group-name",
                                group.getMetadata().getName());
            });
            driver.stop(gang.id(), Duration.ofSeconds(1));
            assertThat(endOf(gang).message()).contains("before it started");
            driver.forget(gang.id());
            eventually(() -> pod(gang, 0) == null);
            eventually(() -> cluster.podGroups().isEmpty());
        } finally {
            cluster.admin.resource(definition).delete();
        }
    }

    @Test
    void showsWhereThePoolsComeFromAndWhatItDoesNotUnderstand() {
        var survey = driver.survey();

        assertThat(survey.inventory().pools())
                .extracting(pool ->
                        pool.accelerator() == null ? "" : pool.accelerator().advertisedName())
                .contains("NVIDIA-A100-SXM4-40GB", "NVIDIA-A100-SXM4-80GB", "Ascend910", "hygon.com/dcu");
        assertThat(survey.remarks())
                .anySatisfy(remark -> assertThat(remark.about() + " " + remark.what())
                        .contains("example.com/npu")
                        .contains("not understood"));
        assertThat(node(survey.inventory(), "npu-1").total().units()).isZero();
    }
}
