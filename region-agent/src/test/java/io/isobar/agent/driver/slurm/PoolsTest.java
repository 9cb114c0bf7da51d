package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.BillingMode;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Money;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.PriceUnit;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.SiteQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolsTest {
    private static SlurmSettings settings(List<String> partitions, Map<String, String> accelerators) {
        Duration second = Duration.ofSeconds(1);
        return new SlurmSettings(
                partitions,
                accelerators,
                second,
                second,
                second,
                QueueSettings.NONE,
                SiteRuntime.NONE,
                second,
                pool -> pool);
    }

    private static SlurmPartition partition(String name) {
        return new SlurmPartition(name, true, null, null);
    }

    private static SlurmNode node(String name, String state, String gres, @Nullable String used, String... partitions) {
        return new SlurmNode(
                name,
                "aarch64",
                NodeState.parse(state),
                64L,
                16L,
                1_000L,
                200L,
                Gres.parse(gres),
                used == null ? null : Gres.parse(used),
                List.of(),
                Set.of(partitions));
    }

    private static Inventory inventory(SlurmSettings settings, List<String> partitions, SlurmNode... nodes) {
        return new Pools(
                        new Cluster(
                                List.of(nodes),
                                partitions.stream().map(PoolsTest::partition).toList()),
                        settings)
                .inventory(Map.of(), _ -> new SiteQueue(null));
    }

    private static List<String> pools(Inventory inventory) {
        return inventory.pools().stream()
                .map(pool -> pool.name() + "="
                        + (pool.accelerator() == null ? "" : pool.accelerator().advertisedName()))
                .toList();
    }

    @Test
    void namesAcceleratorsAsTheSiteDoes() {
        Inventory inventory = inventory(
                settings(List.of(), Map.of()),
                List.of("Main.GPU"),
                node("a", "IDLE", "gpu:nvidia_a100-sxm4-80gb:8", "", "Main.GPU"),
                node("b", "IDLE", "dcu:4", "", "Main.GPU"),
                node("c", "IDLE", "npu:never_seen.before:16", "", "Main.GPU"),
                node("d", "IDLE", "shard:64,nic:2", "", "Main.GPU"));

        assertThat(pools(inventory))
                .containsExactly(
                        "main-gpu-nvidia-a100-sxm4-80gb=nvidia_a100-sxm4-80gb",
                        "main-gpu-dcu=dcu",
                        "main-gpu-never-seen-before=never_seen.before",
                        "main-gpu=");
        assertThat(inventory.pools().getFirst().hostArchitecture()).isEqualTo(HostArchitecture.AARCH64);
    }

    @Test
    void namesThemAsTheOperatorWillHaveIt() {
        Map<String, String> names = Map.of("gpu", "A100-80GB", "gpu:v100", "V100-32GB", "fpga", "none");

        Inventory inventory = inventory(
                settings(List.of(), names),
                List.of("p"),
                node("a", "IDLE", "gpu:8", "", "p"),
                node("b", "IDLE", "gpu:v100:4", "", "p"),
                node("c", "IDLE", "gpu:h20:4", "", "p"),
                node("d", "IDLE", "fpga:2", "", "p"));

        assertThat(pools(inventory))
                .containsExactly("p-a100-80gb=A100-80GB", "p-v100-32gb=V100-32GB", "p-h20=h20", "p=");
    }

    @Test
    void countsANodeOnceThoughItIsInSeveralPartitions() {
        SlurmNode both = node("a", "IDLE", "gpu:a100:8", "", "all", "gpu");

        assertThat(pools(inventory(settings(List.of(), Map.of()), List.of("all", "gpu"), both)))
                .containsExactly("all-a100=a100");
        assertThat(pools(inventory(settings(List.of("gpu", "all"), Map.of()), List.of("all", "gpu"), both)))
                .containsExactly("gpu-a100=a100");
        assertThat(inventory(settings(List.of("other"), Map.of()), List.of("all", "gpu"), both)
                        .nodes())
                .isEmpty();
    }

    @Test
    void doesNotAddSlicesOfACardToWholeCards() {
        Inventory inventory = inventory(
                settings(List.of(), Map.of()),
                List.of("p"),
                node("a", "IDLE", "gpu:a100:3,gpu:a100_3g.20gb:2", "gpu:a100:1,gpu:a100_3g.20gb:2", "p"));

        Node node = inventory.nodes().getFirst();
        assertThat(node.total().units()).isEqualTo(3);
        assertThat(node.foreign().units()).isEqualTo(1);
    }

    @Test
    void takesOffWhatOthersHaveButNotWhatIsOurs() {
        Pools pools = new Pools(
                new Cluster(List.of(node("a", "MIXED", "gpu:a100:8", "gpu:a100:5", "p")), List.of(partition("p"))),
                settings(List.of(), Map.of()));

        Node node = pools.inventory(
                        Map.of(new NodeName("a"), new Resources(2, 6_000, 50L << 20)), _ -> new SiteQueue(null))
                .nodes()
                .getFirst();

        assertThat(node.foreign().units()).isEqualTo(3);
        assertThat(node.foreign().millicpus()).isEqualTo(10_000);
        assertThat(node.foreign().memoryBytes()).isEqualTo(150L << 20);
    }

    @Test
    void offersPlacesInAQueueAsLargeAsMostOfItsNodesAre() {
        Duration second = Duration.ofSeconds(1);
        Offer each = new Offer(BillingMode.ON_DEMAND, PriceUnit.CARD_HOUR, Money.parse("2 CNY"));
        Offer ofAPlace = new Offer(BillingMode.ON_DEMAND, PriceUnit.CARD_HOUR, Money.parse("1 CNY"));
        SlurmSettings settings = new SlurmSettings(
                List.of(),
                Map.of(),
                second,
                second,
                second,
                new QueueSettings(Map.of("p", 5), Duration.ofDays(1)),
                new SiteRuntime(List.of("apptainer", "exec", SiteRuntime.IMAGE), List.of(), Map.of()),
                second,
                pool -> pool.withOffers(List.of(pool.name().value().equals("p-a100-queue") ? ofAPlace : each)));
        SiteQueue wait = new SiteQueue(new SiteQueue.Wait(Duration.ofHours(1), Duration.ofHours(2)));

        Inventory inventory = new Pools(
                        new Cluster(
                                List.of(
                                        node("a", "ALLOCATED", "gpu:a100:8", "gpu:a100:8", "p"),
                                        node("b", "ALLOCATED", "gpu:a100:8", "gpu:a100:8", "p"),
                                        node("c", "ALLOCATED", "gpu:a100:4", "gpu:a100:4", "p"),
                                        node("d", "DOWN", "gpu:h100:8", "", "p"),
                                        node("e", "IDLE", "gpu:h100:8", "", "q")),
                                List.of(partition("p"), partition("q"))),
                        settings)
                .inventory(Map.of(), _ -> wait);

        assertThat(pools(inventory))
                .containsExactlyInAnyOrder(
                        "p-a100=a100", "p-h100=h100", "p-a100-queue=a100", "p-h100-queue=h100", "q-h100=h100");
        assertThat(inventory.nodes())
                .filteredOn(node -> node.pool().value().equals("p-a100-queue"))
                .hasSize(5)
                .allMatch(place -> place.usable() && place.total().units() == 8);
        assertThat(inventory.nodes())
                .as("no node of it takes work")
                .noneMatch(node -> node.pool().value().equals("p-h100-queue"));
        assertThat(inventory.pools())
                .filteredOn(pool -> pool.queue() != null)
                .allMatch(pool -> wait.equals(pool.queue()))
                .flatExtracting(PoolProfile::offers)
                .containsExactly(ofAPlace, each);
    }

    @Test
    void doesNotOfferWhatIsNotKnownToBeFree() {
        Inventory inventory = inventory(
                settings(List.of(), Map.of()),
                List.of("p"),
                node("untold", "IDLE", "gpu:a100:8", null, "p"),
                node("drained", "IDLE+DRAIN", "gpu:a100:8", "", "p"),
                node("good", "IDLE", "gpu:a100:8", "", "p"));

        assertThat(inventory.nodes().stream()
                        .filter(Node::usable)
                        .map(node -> node.name().value()))
                .containsExactly("good");
    }

    @Test
    void doesNotOfferAPartitionThatStartsNothing() {
        Pools pools = new Pools(
                new Cluster(
                        List.of(node("a", "IDLE", "gpu:a100:8", "", "p")),
                        List.of(new SlurmPartition("p", false, null, null))),
                settings(List.of(), Map.of()));

        assertThat(pools.inventory(Map.of(), _ -> new SiteQueue(null)).nodes()).noneMatch(Node::usable);
    }

    @Test
    void leavesOutDrainedDevices() {
        SlurmNode node = new SlurmNode(
                "a",
                "x86_64",
                NodeState.parse("MIXED"),
                64L,
                0L,
                1_000L,
                0L,
                Gres.parse("gpu:a100:8"),
                Gres.parse("gpu:a100:0"),
                Gres.parse("gpu:a100:1"),
                Set.of("p"));

        assertThat(inventory(settings(List.of(), Map.of()), List.of("p"), node)
                        .nodes()
                        .getFirst()
                        .total()
                        .units())
                .isEqualTo(7);
    }

    @Test
    void tellsApartPoolsWhoseNamesWouldBeTheSame() {
        Inventory inventory = inventory(
                settings(List.of(), Map.of()),
                List.of("p"),
                node("a", "IDLE", "gpu:a_100:8", "", "p"),
                node("b", "IDLE", "gpu:a-100:8", "", "p"),
                node("c", "IDLE", "gpu:" + "x".repeat(80) + ":8", "", "p"));

        assertThat(inventory.pools()).hasSize(3);
        assertThat(inventory.pools().get(1).name().value()).matches("p-a-100-[0-9a-f]+");
    }
}
