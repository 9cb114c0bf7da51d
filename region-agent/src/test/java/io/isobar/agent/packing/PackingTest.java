package io.isobar.agent.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PackingTest {
    private static final Shape SMALL = Shape.ofWhole(1, 8_000, 32);
    private static final Shape LARGE = Shape.ofWhole(8, 64_000, 256);

    private static FreeNode node(int devices) {
        return new FreeNode(0, 96_000, 512, FreeDevices.whole(devices));
    }

    private static Packing<String> packing(Map<String, FreeNode> nodes) {
        Packing<String> packing = new Packing<>(WorkMix.ofPowersOfTwo(8));
        nodes.forEach(packing::put);
        return packing;
    }

    private static Choice<String> chosen(Packing<String> packing, Shape shape) {
        return Objects.requireNonNull(packing.choose(shape), () -> "nothing fits " + shape);
    }

    private static void place(Packing<String> packing, Shape shape) {
        Choice<String> choice = chosen(packing, shape);
        packing.put(choice.node(), choice.after());
    }

    /** Two nodes of eight and one of two: the first that fits would break a large one. */
    @Test
    void keepsLargeNodesWholeWhereTheFirstThatFitsWouldNot() {
        Packing<String> packing = packing(Map.of("a", node(8), "b", node(8), "c", node(2)));

        place(packing, SMALL);
        place(packing, SMALL);

        assertThat(packing.chooseGang(LARGE, 2)).containsExactlyInAnyOrder("a", "b");
    }

    /** One of two nodes has too few processors left for the usual work: its devices are of use only to what needs few. */
    @Test
    void putsWorkThatNeedsFewProcessorsWhereFewAreLeft() {
        Packing<String> packing = packing(Map.of(
                "a", new FreeNode(0, 96_000, 512, FreeDevices.whole(4)),
                "b", new FreeNode(0, 8_000, 512, FreeDevices.whole(4))));
        packing.saw(Shape.ofWhole(1, 16_000, 0), 48);

        assertThat(chosen(packing, Shape.ofWhole(1, 1_000, 0)).node()).isEqualTo("b");
    }

    @Test
    void fillsTheDeviceWhoseRestIsOfUseToNobody() {
        Packing<String> packing = packing(Map.of("a", new FreeNode(0, 96_000, 512, FreeDevices.of(1_000, 600, 500))));
        Shape half = new Shape(Shape.EVERY_KIND, 1, 500, 0, 0);
        packing.saw(half, 64);

        assertThat(chosen(packing, half).left()).isEqualTo(500);
    }

    /** Of three devices none of the guessed sizes needs all; work of three does. */
    @Test
    void learnsWhichSizesCome() {
        Packing<String> packing = packing(Map.of("three", node(3), "four", node(4)));
        assertThat(chosen(packing, Shape.ofWhole(1, 0, 0)).node()).isEqualTo("three");

        packing.saw(Shape.ofWhole(3, 0, 0), 64);

        assertThat(chosen(packing, Shape.ofWhole(1, 0, 0)).node()).isEqualTo("four");
    }

    @Test
    void takesAGangWholeOrNotAtAll() {
        Packing<String> packing = packing(Map.of("a", node(8), "b", node(8), "c", node(4)));

        assertThat(packing.chooseGang(LARGE, 3)).isEmpty();
        assertThat(packing.chooseGang(LARGE, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(packing.chooseGang(Shape.ofWhole(4, 0, 0), 5)).hasSize(5);
    }

    @Test
    void choosesForAGangAsForOneAfterAnother() {
        Map<String, FreeNode> nodes = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            nodes.put("n" + i, node(i % 9));
        }
        Packing<String> packing = packing(nodes);

        List<String> gang = packing.chooseGang(SMALL, 20);

        List<String> single = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Choice<String> choice = chosen(packing, SMALL);
            single.add(choice.node());
            packing.put(choice.node(), choice.after());
        }
        assertThat(gang).isEqualTo(single);
    }

    @Test
    void forgetsANodeThatIsGone() {
        Packing<String> packing = packing(Map.of("a", node(8)));
        assertThat(chosen(packing, SMALL).node()).isEqualTo("a");

        packing.remove("a");
        assertThat(packing.choose(SMALL)).isNull();

        packing.put("b", node(8));
        assertThat(chosen(packing, SMALL).node()).isEqualTo("b");
    }

    @Test
    void packsMoreThanItRehearsesIntoTheFullestNodes() {
        Packing<String> packing = packing(Map.of(
                "a", new FreeNode(0, 1L << 40, 1L << 40, FreeDevices.whole(60_000)),
                "b", new FreeNode(0, 1L << 40, 1L << 40, FreeDevices.whole(5_000))));

        List<String> chosen = packing.chooseGang(Shape.ofWhole(1, 1, 1), 6_000);

        assertThat(chosen.stream().filter("b"::equals)).hasSize(5_000);
    }
}
