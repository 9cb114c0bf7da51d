package io.isobar.agent.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in whatever order: no device is taken twice, and equal history gives equal choices. */
class PackingPropertiesTest {
    /** Bookkeeping of its own, device by device. */
    private static final class Devices {
        private final int kind;
        private final int[] left;
        private long millicpus;
        private long memory;

        private Devices(Random random) {
            kind = random.nextInt(3);
            left = new int[random.nextInt(9)];
            Arrays.fill(left, Shape.WHOLE);
            millicpus = random.nextInt(100_000);
            memory = random.nextInt(1_000);
        }

        FreeNode free() {
            return new FreeNode(kind, millicpus, memory, FreeDevices.of(left));
        }

        boolean fits(Shape shape) {
            long enough =
                    Arrays.stream(left).filter(one -> one >= shape.milli()).count();
            return (shape.kinds() >> kind & 1) == 1
                    && millicpus >= shape.millicpus()
                    && memory >= shape.memory()
                    && (shape.devices() == 0 || enough >= shape.devices());
        }

        void take(Shape shape, int leftBefore) {
            millicpus -= shape.millicpus();
            memory -= shape.memory();
            int missing = shape.devices();
            for (int i = 0; i < left.length && missing > 0; i++) {
                if (left[i] == leftBefore) {
                    left[i] -= shape.milli();
                    missing--;
                }
            }
            assertThat(missing)
                    .as("devices with %s left for %s", leftBefore, shape)
                    .isZero();
        }
    }

    private static Shape shape(Random random) {
        int devices = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : random.nextInt(2);
        int milli = devices == 1 && random.nextBoolean() ? 50 * (1 + random.nextInt(20)) : Shape.WHOLE;
        long kinds = random.nextInt(3) == 0 ? 1 + random.nextInt(7) : Shape.EVERY_KIND;
        return new Shape(kinds, devices, devices == 0 ? 0 : milli, random.nextInt(12_000), random.nextInt(80));
    }

    private static List<Shape> shapes(Random random) {
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            shapes.add(shape(random));
        }
        return shapes;
    }

    private static List<Devices> cluster(Random random) {
        List<Devices> nodes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            nodes.add(new Devices(random));
        }
        return nodes;
    }

    private static Packing<Integer> packing(List<Devices> nodes, List<Integer> order) {
        Packing<Integer> packing = new Packing<>(WorkMix.ofPowersOfTwo(8));
        order.forEach(i -> packing.put(i, nodes.get(i).free()));
        return packing;
    }

    private static List<Integer> inOrder(List<Devices> nodes) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            order.add(i);
        }
        return order;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void takesNoDeviceTwiceAndRefusesOnlyWhatFitsNowhere(long seed) {
        Random random = new Random(seed);
        List<Devices> nodes = cluster(random);
        List<Shape> shapes = shapes(random);
        Packing<Integer> packing = packing(nodes, inOrder(nodes));
        for (int step = 0; step < 200; step++) {
            Shape shape = shapes.get(random.nextInt(shapes.size()));
            packing.saw(shape, 1);
            Choice<Integer> choice = packing.choose(shape);
            assertThat(choice != null)
                    .as("seed %s step %s: %s is placed", seed, step, shape)
                    .isEqualTo(nodes.stream().anyMatch(node -> node.fits(shape)));
            if (choice != null) {
                Devices node = nodes.get(choice.node());
                assertThat(node.fits(shape))
                        .as("seed %s step %s: %s fits", seed, step, shape)
                        .isTrue();
                node.take(shape, choice.left());
                assertThat(choice.after()).as("seed %s step %s", seed, step).isEqualTo(node.free());
                packing.put(choice.node(), choice.after());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void choosesTheSameInWhateverOrderTheNodesAreNamed(long seed) {
        Random random = new Random(seed);
        List<Devices> nodes = cluster(random);
        List<Shape> shapes = shapes(random);
        Packing<Integer> one = packing(nodes, inOrder(nodes));
        List<Integer> shuffled = inOrder(nodes);
        Collections.shuffle(shuffled, random);
        Packing<Integer> other = packing(nodes, shuffled);
        for (int step = 0; step < 150; step++) {
            Shape shape = shapes.get(random.nextInt(shapes.size()));
            one.saw(shape, 1);
            other.saw(shape, 1);
            Choice<Integer> choice = one.choose(shape);
            assertThat(other.choose(shape))
                    .as("seed %s step %s: %s", seed, step, shape)
                    .isEqualTo(choice);
            put(one, choice);
            put(other, choice);
        }
    }

    private static void put(Packing<Integer> packing, @Nullable Choice<Integer> choice) {
        if (choice != null) {
            packing.put(choice.node(), choice.after());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void refusesAGangOnlyWhereItsReplicasDoNotAllFit(long seed) {
        Random random = new Random(seed);
        List<Devices> nodes = cluster(random);
        Packing<Integer> packing = packing(nodes, inOrder(nodes));
        for (int step = 0; step < 30; step++) {
            Shape shape = shape(random);
            int replicas = 2 + random.nextInt(40);
            List<Integer> gang = packing.chooseGang(shape, replicas);
            Packing<Integer> copy = packing(nodes, inOrder(nodes));
            int room = 0;
            for (Choice<Integer> next = copy.choose(shape);
                    next != null && room < replicas;
                    next = copy.choose(shape)) {
                copy.put(next.node(), next.after());
                room++;
            }
            assertThat(gang)
                    .as("seed %s step %s: %s of %s", seed, step, replicas, shape)
                    .hasSize(room < replicas ? 0 : replicas);
        }
    }
}
