package io.isobar.broker.capacity;

import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrandingTest {
    private static final ReplicaShape ONE = units(1);

    private static ReplicaShape units(int units) {
        return new ReplicaShape(units, 0, 0);
    }

    private static UsualWork usually(ReplicaShape... shapes) {
        int each = UsualWork.WHOLE / shapes.length;
        var kinds = new ArrayList<UsualWork.Kind>();
        for (int i = 0; i < shapes.length; i++) {
            kinds.add(new UsualWork.Kind(shapes[i], i > 0 ? each : UsualWork.WHOLE - each * (shapes.length - 1)));
        }
        return new UsualWork(kinds);
    }

    @Test
    void oneCardOfAnEmptyNodeStrandsTheOtherSevenForWorkThatTakesEight() {
        var free = histogram(nodes(3, 8, 8));

        assertThat(Stranding.of(free, ONE, 1, usually(units(8)))).isEqualTo(7_000);
        assertThat(Stranding.of(free, ONE, 1, usually(units(8), units(1)))).isEqualTo(3_500);
        assertThat(Stranding.of(free, units(8), 2, usually(units(8)))).isZero();
    }

    @Test
    void aNodeThatIsTornAlreadyIsTakenFirstAndCostsNothing() {
        var free = histogram(nodes(3, 8, 8), nodes(1, 8, 3));

        assertThat(Stranding.of(free, ONE, 1, usually(units(8)))).isZero();
        // Three fill it up, which gives back what was stranded there; the fourth tears an empty one.
        assertThat(Stranding.of(free, ONE, 4, usually(units(8)))).isEqualTo(7_000 - 3_000);
    }

    @Test
    void processorsThatAreTakenStrandTheCardsBesideThem() {
        var free = histogram(new NodeBucket(1, new Amount(8, 8), new Amount(64_000, 64_000), null));
        var greedy = new ReplicaShape(1, 60_000, 0);

        assertThat(Stranding.of(free, greedy, 1, usually(new ReplicaShape(1, 8_000, 0))))
                .isEqualTo(7_000);
        assertThat(Stranding.of(free, greedy, 1, usually(new ReplicaShape(1, 4_000, 0))))
                .isZero();
    }

    @Test
    void whereNothingIsUsualNothingIsStranded() {
        assertThat(Stranding.of(histogram(nodes(1, 8, 8)), ONE, 1, UsualWork.UNKNOWN))
                .isZero();
        assertThat(Stranding.of(histogram(nodes(1, 8, 8)), new ReplicaShape(0, 1_000, 0), 1, usually(ONE)))
                .isZero();
    }

    @Test
    void aLargeGangIsReckonedWithoutAStepForEachReplica() {
        var free = histogram(nodes(1_000_000, 8, 8));

        assertThat(Stranding.of(free, units(3), 1_000_000, usually(units(8), units(2))))
                // Two of three on each of half the nodes leave two, which only the one half of the work can use.
                .isEqualTo(500_000L * 2 * 500);
    }

    @Test
    void oneReplicaTakesTheNodeWhereLeastIsStranded() {
        SeededCases.check(500, random -> {
            var free = random(random);
            var shape = shape(random);
            var usual = usually(shape(random), shape(random), shape(random));
            var least = free.buckets().stream()
                    .filter(bucket -> bucket.replicasThatFit(shape) > 0)
                    .mapToLong(bucket ->
                            fragmented(bucket.taking(shape, 1, 1), usual) - fragmented(bucket.withNodes(1), usual))
                    .min();

            assertThat(Stranding.of(free, shape, 1, usual)).isEqualTo(Math.max(0, least.orElse(0)));
        });
    }

    @Test
    void aGangStrandsNoMoreThanItLeavesAndNoLessThanTheBestOfAllPlaces() {
        SeededCases.check(300, random -> {
            var free = random(random);
            var shape = shape(random);
            int replicas = 1 + random.nextInt(4);
            if (free.room(shape, replicas) < replicas) {
                return;
            }
            var usual = usually(shape(random), shape(random));
            var single = new ArrayList<NodeBucket>();
            free.buckets()
                    .forEach(
                            bucket -> IntStream.range(0, bucket.nodes()).forEach(i -> single.add(bucket.withNodes(1))));
            long stranded = Stranding.of(free, shape, replicas, usual);

            assertThat(stranded).isGreaterThanOrEqualTo(best(single, shape, replicas, usual));
            assertThat(stranded).isLessThanOrEqualTo(free.freeUnits() * UsualWork.WHOLE);
        });
    }

    private static long best(List<NodeBucket> nodes, ReplicaShape shape, int replicas, UsualWork usual) {
        if (replicas == 0) {
            return 0;
        }
        long best = Long.MAX_VALUE / 2;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).replicasThatFit(shape) > 0) {
                var after = new ArrayList<>(nodes);
                after.set(i, nodes.get(i).taking(shape, 1, 1));
                long growth = fragmented(after.get(i), usual) - fragmented(nodes.get(i), usual);
                best = Math.min(best, growth + best(after, shape, replicas - 1, usual));
            }
        }
        return best;
    }

    private static long fragmented(NodeBucket node, UsualWork usual) {
        long share = usual.kinds().stream()
                .filter(kind -> node.replicasThatFit(kind.shape()) == 0)
                .mapToLong(UsualWork.Kind::share)
                .sum();
        return node.units().free() * share;
    }

    private static ReplicaShape shape(RandomGenerator random) {
        return new ReplicaShape(1 + random.nextInt(8), random.nextInt(4) * 8_000L, 0);
    }

    private static Histogram random(RandomGenerator random) {
        return new Histogram(IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> new NodeBucket(
                        1 + random.nextInt(2),
                        new Amount(8, random.nextInt(9)),
                        random.nextInt(8) == 0 ? null : new Amount(64_000, random.nextInt(9) * 8_000L),
                        null))
                .toList());
    }
}
