package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsTest {
    private static final Map<String, String> A100 = Map.of("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB");

    private static boolean isOurs(PodUse pod) {
        return pod.mark().isPresent();
    }

    private static Node gpus(String name) {
        return Written.node(name, Map.of("nvidia.com/gpu", "8"), A100).build();
    }

    private static Pools pools(List<Node> nodes, Pod... pods) {
        return pools(nodes, Quotas.NONE, pods);
    }

    private static Pools pools(List<Node> nodes, Quotas quotas, Pod... pods) {
        return new Pools(
                new ClusterLook(
                        nodes.stream().map(ClusterNode::of).toList(),
                        Arrays.stream(pods).map(PodUse::of).toList(),
                        quotas),
                Written.settings(Map.of()));
    }

    private static io.isobar.agent.inventory.Node node(Inventory inventory, String name) {
        return inventory.nodes().stream()
                .filter(node -> node.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void makesAPoolOfEachKindOfDeviceAndInstructionSet() {
        Inventory inventory = pools(List.of(
                        gpus("g1"),
                        gpus("g2"),
                        Written.node(
                                        "a1",
                                        Map.of("huawei.com/Ascend910", "8"),
                                        Map.of(
                                                "node.kubernetes.io/npu.chip.name",
                                                "910B3",
                                                "kubernetes.io/arch",
                                                "arm64"))
                                .build(),
                        Written.node("c1", Map.of(), Map.of()).build()))
                .inventory(PoolsTest::isOurs);

        assertThat(inventory.pools())
                .extracting(pool -> pool.name().value())
                .containsExactly("910b3-aarch64", "cpu", "nvidia-a100-sxm4-80gb");
        assertThat(inventory.pools())
                .extracting(pool -> pool.hostArchitecture())
                .containsExactly(HostArchitecture.AARCH64, HostArchitecture.X86_64, HostArchitecture.X86_64);
        assertThat(inventory.pools()).allMatch(pool -> pool.runsImages());
        assertThat(node(inventory, "g1").total().units()).isEqualTo(8);
        assertThat(node(inventory, "g1").total().millicpus()).isEqualTo(64_000);
        assertThat(node(inventory, "g1").total().memoryBytes()).isEqualTo(512L << 30);
        assertThat(node(inventory, "c1").total().units()).isZero();
    }

    @Test
    void takesOffWhatPodsOfOthersHaveAndNotWhatOursHave() {
        Pods pods = new Pods();
        Inventory inventory =
                pools(List.of(gpus("g1")), pods.others(), pods.ours()).inventory(PoolsTest::isOurs);

        assertThat(node(inventory, "g1").foreign()).isEqualTo(new ForeignLoad(3L, 2_500L, 4L << 30));
    }

    private record Pods() {
        Pod others() {
            return Written.pod(
                            "elsewhere", "theirs", "g1", Map.of("nvidia.com/gpu", "3", "cpu", "2500m", "memory", "4Gi"))
                    .build();
        }

        Pod ours() {
            return Written.ours(0).editSpec().withNodeName("g1").endSpec().build();
        }
    }

    @Test
    void offersNoNodeThatDoesNotTakeWork() {
        Node cordoned = Written.node("cordoned", Map.of("nvidia.com/gpu", "8"), A100)
                .editSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();
        Node tainted = Written.node("tainted", Map.of("nvidia.com/gpu", "8"), A100)
                .editSpec()
                .addNewTaint()
                .withKey("dedicated")
                .withValue("team")
                .withEffect("NoSchedule")
                .endTaint()
                .endSpec()
                .build();
        Node own = Written.node("own", Map.of("nvidia.com/gpu", "8"), A100)
                .editSpec()
                .addNewTaint()
                .withKey("nvidia.com/gpu")
                .withEffect("NoSchedule")
                .endTaint()
                .addNewTaint()
                .withKey("soft")
                .withEffect("PreferNoSchedule")
                .endTaint()
                .endSpec()
                .build();
        Node silent = Written.node("silent", Map.of("nvidia.com/gpu", "8"), A100)
                .editStatus()
                .editFirstCondition()
                .withStatus("Unknown")
                .endCondition()
                .endStatus()
                .build();
        Node full = Written.node("full", Map.of("nvidia.com/gpu", "8", "pods", "1"), A100)
                .build();
        Pods pods = new Pods();

        Pools look = pools(
                List.of(cordoned, tainted, own, silent, full),
                Written.pod("x", "y", "full", Map.of()).build(),
                pods.others());
        Inventory inventory = look.inventory(PoolsTest::isOurs);

        assertThat(inventory.nodes())
                .filteredOn(node -> node.usable())
                .extracting(node -> node.name().value())
                .containsExactly("own");
        assertThat(look.failed()).containsExactly("silent");
    }

    @Test
    void countsNothingAsFreeThatIsNotKnown() {
        ClusterLook look = new ClusterLook(List.of(ClusterNode.of(gpus("g1"))), null, Quotas.NONE);

        Inventory inventory = new Pools(look, Written.settings(Map.of())).inventory(PoolsTest::isOurs);

        assertThat(node(inventory, "g1").usable()).isFalse();
        assertThat(node(inventory, "g1").foreign()).isEqualTo(ForeignLoad.UNKNOWN);
    }

    @Test
    void countsOnlyDevicesThatCanBeAllocated() {
        Node ill = new io.fabric8.kubernetes.api.model.NodeBuilder(gpus("g1"))
                .editStatus()
                .addToAllocatable("nvidia.com/gpu", new Quantity("6"))
                .endStatus()
                .build();

        assertThat(node(pools(List.of(ill)).inventory(PoolsTest::isOurs), "g1")
                        .total()
                        .units())
                .isEqualTo(6);
    }

    private static Quotas quota(Map<String, String> hard, Map<String, String> used) {
        return Quotas.of(List.of(quotaOf(hard, used)));
    }

    private static ResourceQuota quotaOf(Map<String, String> hard, Map<String, String> used) {
        return new ResourceQuotaBuilder()
                .withNewSpec()
                .withHard(amounts(hard))
                .endSpec()
                .withNewStatus()
                .withUsed(amounts(used))
                .endStatus()
                .build();
    }

    private static Map<String, Quantity> amounts(Map<String, String> texts) {
        Map<String, Quantity> amounts = new HashMap<>();
        texts.forEach((name, text) -> amounts.put(name, new Quantity(text)));
        return amounts;
    }

    @Test
    void offersNoMoreThanTheQuotaLeaves() {
        Quotas quotas = quota(Map.of("requests.nvidia.com/gpu", "10"), Map.of("requests.nvidia.com/gpu", "1"));

        Inventory inventory =
                pools(List.of(gpus("g1"), gpus("g2"), gpus("g3")), quotas).inventory(PoolsTest::isOurs);

        assertThat(inventory.nodes()).extracting(node -> node.foreign().units()).containsExactly(0L, 7L, 8L);
    }

    @Test
    void countsWhatOurOwnPodsHaveWithinTheQuota() {
        Quotas quotas = quota(Map.of("requests.nvidia.com/gpu", "4"), Map.of("requests.nvidia.com/gpu", "4"));
        Pod ours = Written.pod("isobar", "ours", "g2", Map.of("nvidia.com/gpu", "4"))
                .build();

        Inventory inventory =
                pools(List.of(gpus("g1"), gpus("g2")), quotas, ours).inventory(pod -> true);

        assertThat(node(inventory, "g1").foreign().units()).isEqualTo(8);
        assertThat(node(inventory, "g2").foreign().units()).isEqualTo(4);
    }

    @Test
    void takesAQuotaOfWhichTheUseIsNotKnownForUsedUp() {
        Inventory inventory = pools(List.of(gpus("g1")), quota(Map.of("limits.cpu", "10"), Map.of()))
                .inventory(PoolsTest::isOurs);

        assertThat(node(inventory, "g1").foreign().millicpus()).isEqualTo(64_000);
        assertThat(quota(Map.of("limits.cpu", "10"), Map.of()).limitsCpu()).isTrue();
    }

    @Test
    void namesAPoolAnewWhereTwoWouldHaveTheSameName() {
        Inventory inventory = pools(List.of(
                        Written.node("n1", Map.of("hygon.com/dcu", "4"), Map.of())
                                .build(),
                        Written.node(
                                        "n2",
                                        Map.of("nvidia.com/gpu", "4"),
                                        Map.of("nvidia.com/gpu.product", "hygon_com dcu"))
                                .build()))
                .inventory(PoolsTest::isOurs);

        assertThat(inventory.pools())
                .extracting(pool -> pool.name().value())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }
}
