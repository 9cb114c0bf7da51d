package io.isobar.agent.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.PoolFacts;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.BillingMode;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Money;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.PriceUnit;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiscoverTextTest {
    private static final PoolName GPUS = new PoolName("gpu-a100");
    private static final RegionProfile REGION = new RegionProfile(
            new RegionName("kunshan"),
            new ProviderName("sugon"),
            new Place("CN", "Jiangsu", "", "", null, null),
            ManagerKind.SLURM,
            ComputeClass.SUPER);

    private static PoolProfile pool(PoolName name, @Nullable String accelerator, Offer... offers) {
        return new PoolProfile(
                name,
                accelerator == null ? null : new Accelerator(accelerator, null, null),
                HostArchitecture.X86_64,
                List.of(),
                null,
                false,
                List.of(offers));
    }

    private static Node node(String name, @Nullable Long memory, long unitsOfOthers, boolean usable) {
        return new Node(
                new NodeName(name),
                GPUS,
                new NodeAmounts(8, 64_000L, memory),
                new ForeignLoad(unitsOfOthers, 1_500L, 0L),
                usable);
    }

    private static String text(Survey survey, Catalogue catalogue) {
        return DiscoverText.of(List.of(RegionLook.of(REGION, survey)), catalogue);
    }

    private static Survey survey(PoolProfile pool, List<Node> nodes, List<Remark> remarks) {
        return new Survey(
                new Inventory(List.of(pool), nodes),
                Map.of(pool.name(), new PoolFacts("gpu:a100", Duration.ofHours(36), 4L)),
                remarks);
    }

    @Test
    void showsEveryPoolWithWhatIsFreeOfIt() {
        Offer price = new Offer(BillingMode.SPOT, PriceUnit.CARD_HOUR, Money.parse("7.8 CNY"));

        String text = text(
                survey(
                        pool(GPUS, "A100-80GB", price),
                        List.of(node("g1", 512L << 30, 3, true), node("g2", 512L << 30, 0, false)),
                        List.of()),
                new Catalogue(Map.of("A100-80GB", new Meaning.Exact("nvidia-a100-sxm4-80gb")), null));

        assertThat(text).isEqualTo("""
                Region kunshan (provider sugon, slurm, Jiangsu, CN, super)
                  POOL      DEVICE                   NODES  UNITS  CORES     MEMORY     HOST    LIMITS                                    PRICES
                  gpu-a100  gpu:a100 as "A100-80GB"  1/2    5/16   62.5/128  512Gi/1Ti  x86_64  runs up to 36h, 4 nodes a job, no images  7.8 CNY per card-hour spot
                  Nodes: usable/all. Units, cores and memory: free/all.

                What the broker takes the names for
                  "A100-80GB": nvidia-a100-sxm4-80gb
                """);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        String text = text(
                survey(
                        pool(GPUS, "A100"),
                        List.of(node("g1", null, 0, true), node("g2", 1L << 30, 0, true)),
                        List.of()),
                new Catalogue(Map.of(), null));

        assertThat(text).contains("unknown/unknown  x86_64").contains("4 nodes a job, no images  unknown\n");
    }

    @Test
    void saysHowTheBrokerUnderstandsEachName() {
        PoolProfile one = pool(new PoolName("one"), "V100");
        PoolProfile two = pool(new PoolName("two"), "Z100x");
        PoolProfile three = pool(new PoolName("three"), "never-seen");

        String text = text(
                new Survey(new Inventory(List.of(one, two, three), List.of()), Map.of(), List.of()),
                new Catalogue(
                        Map.of(
                                "V100", new Meaning.Ambiguous(List.of("nvidia-v100-16gb", "nvidia-v100-32gb")),
                                "Z100x", new Meaning.Unknown(List.of("Z100", "Z100L")),
                                "never-seen", new Meaning.Unknown(List.of())),
                        null));

        assertThat(text)
                .contains(
                        "\"V100\": AMBIGUOUS, it may be nvidia-v100-16gb or nvidia-v100-32gb; advertise the name of one")
                .contains("\"Z100x\": UNKNOWN, work that asks for a model will not come; is it Z100 or Z100L?\n")
                .contains("\"never-seen\": UNKNOWN, work that asks for a model will not come\n");
    }

    @Test
    void showsTheRestWhereTheBrokerIsAway() {
        String text = text(
                survey(pool(GPUS, "A100"), List.of(node("g1", 1L << 30, 0, true)), List.of()),
                new Catalogue(Map.of(), "the broker at b:9090 does not answer: UNAVAILABLE"));

        assertThat(text)
                .contains("gpu:a100 as \"A100\"  1/1")
                .contains("\"A100\": not asked\n")
                .contains("the broker at b:9090 does not answer: UNAVAILABLE; isobar-agent check says what to do");
    }

    @Test
    void namesWhatHasTheSameTroubleTogether() {
        List<Remark> remarks = IntStream.rangeClosed(1, 10)
                .mapToObj(number -> new Remark("node g" + number, "not usable, its state is DOWN"))
                .toList();

        String text = text(survey(pool(GPUS, "A100"), List.of(), remarks), new Catalogue(Map.of(), null));

        assertThat(text)
                .contains("  Not offered, or not understood\n    node g1, node g2, node g3, node g4, node g5, node g6,"
                        + " node g7, node g8 and 2 more: not usable, its state is DOWN\n");
    }

    @Test
    void saysWhyARegionCannotBeLookedAt() {
        String text = DiscoverText.of(
                List.of(RegionLook.failed(REGION, "'scontrol' cannot be run")), new Catalogue(Map.of(), null));

        assertThat(text)
                .contains("  cannot be looked at: 'scontrol' cannot be run\n")
                .contains("No accelerators would be advertised.");
    }
}
