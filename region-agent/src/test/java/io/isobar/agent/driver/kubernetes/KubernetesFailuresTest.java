package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a cluster and those who run it do of their own accord: delete, evict, drain, stop, lose nodes. */
@EnabledIfEnvironmentVariable(
        named = RealKubernetes.CONFIGURATION,
        matches = ".+",
        disabledReason = RealKubernetes.NOT_RUN)
class KubernetesFailuresTest extends KubernetesFixture {
    private static final Resources FOUR = new Resources(4, 100, 1 << 20);
    private static final String UNTIL_TOLD = "trap 'echo told; exit 143' TERM; echo begun; sleep 3600 & wait";

    @Test
    void tellsADeletionAtTheSiteFromOneOfTheFederation() throws IOException {
        Work work = one("w-deleted", "sh", "-c", UNTIL_TOLD);
        driver.launch(work);
        awaitRunning(work);

        cluster.admin.resource(Objects.requireNonNull(pod(work, 0))).delete();

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
        assertThat(end.exitCode()).isEqualTo(143);
        assertThat(end.message()).contains("deleted at the site");
        assertThat(output(work, 0)).isEqualTo("begun\ntold\n");
    }

    @Test
    void stopsAGangOfWhichOneIsDrainedAndTellsItOnce() {
        Work gang = hollow("w-drained", FOUR, "a100-1", "a100-2");
        driver.launch(gang);
        awaitRunning(gang);

        assertThat(cluster.admin
                        .pods()
                        .inNamespace(RealKubernetes.NAMESPACE)
                        .withName(podOf(gang, 1))
                        .evict())
                .isTrue();

        assertThat(endOf(gang).reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
    }

    @Test
    void knowsHowWorkEndedThatWasDeletedWhileTheAgentWasAway() {
        Work work = one("w-away", "sh", "-c", "trap 'exit 5' TERM; sleep 3600 & wait");
        driver.launch(work);
        awaitRunning(work);
        driver.close();
        cluster.admin.resource(Objects.requireNonNull(pod(work, 0))).delete();
        eventually(() -> Objects.requireNonNull(pod(work, 0))
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getTerminated()
                != null);

        start(Duration.ofMinutes(5), new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
        assertThat(end.exitCode()).isEqualTo(5);
    }

    @Test
    void tellsThatWorkUsedMoreMemoryThanItAskedFor() {
        Work work = one("w-memory", "sh", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}");

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void removesItsOwnPodsThatNobodyKnowsAndNoOthers() {
        Work orphan = one("w-orphan", "sh", "-c", UNTIL_TOLD);
        driver.launch(orphan);
        awaitRunning(orphan);
        Pod forged = cluster.admin.resource(forged(orphan)).create();
        driver.close();

        start(Duration.ofMinutes(5));

        eventually(() -> pod(orphan, 0) == null);
        assertThat(cluster.admin.resource(forged).get().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    /** Somebody else's, with the labels of ours. */
    private Pod forged(Work like) {
        Pod ours = Objects.requireNonNull(pod(like, 0));
        return new PodBuilder()
                .withNewMetadata()
                .withName("somebodys")
                .withNamespace(RealKubernetes.NAMESPACE)
                .withLabels(ours.getMetadata().getLabels())
                .withAnnotations(ours.getMetadata().getAnnotations())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("work")
                .withImage(cluster.image)
                .withCommand("sleep", "3600")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void leavesAPodAloneThatHasTheNameOfOursAndIsNotOurs() {
        Work work = one("w-name-taken", "true");
        Pod taken = cluster.admin
                .resource(new PodBuilder(foreignOfName(podOf(work, 0))).build())
                .create();

        driver.launch(work);

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("not of this attempt");
        driver.forget(work.id());
        assertThat(cluster.admin.resource(taken).get().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    private Pod foreignOfName(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(RealKubernetes.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("work")
                .withImage(cluster.image)
                .withCommand("sleep", "3600")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void adoptsAPodOfWhichTheAgentNeverHeardThatItWasMade() throws IOException {
        Work work = one("w-unanswered", "sh", "-c", "echo once; sleep 2");
        driver.launch(work);
        awaitRunning(work);
        String uid = Objects.requireNonNull(pod(work, 0)).getMetadata().getUid();
        driver.close();
        Files.deleteIfExists(folder.resolve("region/attempts/w-unanswered-1/made"));

        start(Duration.ofMinutes(5), new KnownWork(work, null, null));

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo("once\n");
        assertThat(Objects.requireNonNull(pod(work, 0)).getMetadata().getUid()).isEqualTo(uid);
    }

    @Test
    void doesNotMakeAPodAgainThatSomebodyRemoved() {
        Work work = one("w-removed", "sh", "-c", UNTIL_TOLD);
        driver.launch(work);
        awaitRunning(work);
        driver.close();
        cluster.strip(podOf(work, 0));
        cluster.admin
                .resource(Objects.requireNonNull(pod(work, 0)))
                .withGracePeriod(1)
                .delete();
        eventually(() -> pod(work, 0) == null);

        start(Duration.ofMinutes(5), new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        assertThat(endOf(work).reason()).isEqualTo(Reason.VANISHED);
        assertThat(pod(work, 0)).isNull();
    }

    @Test
    void finishesWhatRanWhileTheApiServerWasAway() {
        Work work = one("w-cut", "sh", "-c", "sleep 6; exit 4");
        driver.launch(work);
        awaitRunning(work);
        cluster.part("stop", "apiserver");
        try {
            eventually(() -> newestLook().nodes().stream().noneMatch(Node::usable));
            assertThat(events.ends(work.id())).isEmpty();
        } finally {
            cluster.part("start", "apiserver");
        }

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(4);
        eventually(() -> node(newestLook(), cluster.node).usable());
    }

    @Test
    void startsWhatItWasToldToWhileTheApiServerWasAway() {
        cluster.part("stop", "apiserver");
        Work work = one("w-late", "true");
        try {
            driver.launch(work);
            eventually(() -> newestLook().nodes().stream().noneMatch(Node::usable));
            assertThat(events.ends(work.id())).isEmpty();
        } finally {
            cluster.part("start", "apiserver");
        }

        WorkEnd end = endOf(work);
        assertThat(end.reason()).as(end.message()).isEqualTo(Reason.EXIT_ZERO);
    }

    /** An API server that has just started does so too, before it has read who may do what. */
    @Test
    void startsWhatIsRefusedForAMoment() {
        int before = cluster.refusedPods();
        ResourceQuota none = cluster.admin
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(RealKubernetes.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("pods", new Quantity("0")))
                        .endSpec()
                        .build())
                .create();
        Work work = one("w-refused", "true");
        try {
            driver.launch(work);
            eventually(() -> cluster.refusedPods() > before);
        } finally {
            cluster.admin.resource(none).delete();
        }

        WorkEnd end = endOf(work);
        assertThat(end.reason()).as(end.message()).isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void saysThatThePodIsRefusedWhereThatStaysSo() {
        cluster.withdrawRights();
        Work work = one("w-forbidden", "true");
        try {
            driver.launch(work);

            WorkEnd end = endOf(work);
            assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
            assertThat(end.message()).contains("refuses the pod").contains("forbidden");
        } finally {
            cluster.applyRights();
        }
    }

    @Test
    void concludesNothingFromASilentNodeAndEndsItsWorkWhenItIsRemoved() {
        Work gang = hollow("w-lost", FOUR, "a100-1", "a100-2");
        driver.launch(gang);
        awaitRunning(gang);
        cluster.part("kill", "a100-2");
        try {
            eventually(() -> !node(newestLook(), "a100-2").usable());
            eventually(() -> Objects.requireNonNull(pod(gang, 1)).getMetadata().getDeletionTimestamp() != null);
            assertThat(events.ends(gang.id())).isEmpty();

            cluster.admin.nodes().withName("a100-2").delete();

            WorkEnd end = endOf(gang);
            assertThat(end.reason()).isEqualTo(Reason.NODE_FAILED);
            assertThat(end.message()).contains("a100-2 is gone");
        } finally {
            cluster.part("start", "a100-2");
            cluster.advertise("a100-2", "nvidia.com/gpu", 8);
        }
    }
}
