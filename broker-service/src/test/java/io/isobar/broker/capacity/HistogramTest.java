package io.isobar.broker.capacity;

import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final ReplicaShape EIGHT_CARDS = new ReplicaShape(8, 0, 0);

    @Test
    void doesNotPlaceEightCardsOnEightNodesWithOneFreeEach() {
        var misfit = misfit(histogram(nodes(64, 8, 1)), EIGHT_CARDS, 1);

        assertThat(misfit.reason()).isEqualTo(Reason.FRAGMENTED);
        assertThat(misfit.evidence()).contains("largest node has 1 unit free");
    }

    @Test
    void namesTheLargestNodeWhereNoneIsLargeEnoughEvenWhenEmpty() {
        var misfit = misfit(histogram(nodes(10, 4, 4)), EIGHT_CARDS, 1);

        assertThat(misfit.reason()).isEqualTo(Reason.NODE_TOO_SMALL);
        assertThat(misfit.evidence()).contains("8 units").contains("4 units");
    }

    @Test
    void saysHowManyReplicasWouldFitWhereTooFewUnitsAreFree() {
        var misfit = misfit(histogram(nodes(3, 8, 8), nodes(7, 8, 0)), EIGHT_CARDS, 5);

        assertThat(misfit.reason()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
        assertThat(misfit.remedy()).isEqualTo("would fit with 3 replicas");
    }

    @Test
    void takesUnknownProcessorsForNoneWhereProcessorsAreAsked() {
        var unknown = new Histogram(List.of(new NodeBucket(1, new Amount(8, 8), null, null)));

        assertThat(misfit(unknown, new ReplicaShape(1, 1000, 0), 1).reason()).isEqualTo(Reason.CAPACITY_UNKNOWN);
        assertThat(unknown.fit(new ReplicaShape(1, 0, 0), 8)).isInstanceOf(Fit.Fits.class);
    }

    @Test
    void fillsTheTightestNodesFirst() {
        var left = left(histogram(nodes(4, 8, 8), nodes(4, 8, 2)), new ReplicaShape(2, 0, 0), 4);

        assertThat(left.buckets()).contains(nodes(4, 8, 8)).hasSize(2);
        assertThat(left.freeUnits()).isEqualTo(32);
    }

    @Test
    void fitsTwoUnequalDemandsInEitherOrder() {
        var nodes = new Histogram(List.of(cores(53), cores(31)));
        var thirty = new ReplicaShape(0, 30_000, 0);
        var fifty = new ReplicaShape(0, 50_000, 0);

        assertThat(left(nodes, thirty, 1).fit(fifty, 1)).isInstanceOf(Fit.Fits.class);
        assertThat(left(nodes, fifty, 1).fit(thirty, 1)).isInstanceOf(Fit.Fits.class);
    }

    @Test
    void takesExactlyWhatItGivesAndLosesNoNode() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var before = arbitrary(random);
            var shape = new ReplicaShape(1 + random.nextInt(8), random.nextInt(3) * 8_000L, 0);
            int replicas = 1 + random.nextInt(20);
            if (before.fit(shape, replicas) instanceof Fit.Fits fits) {
                assertThat(before.freeUnits() - fits.left().freeUnits())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo((long) shape.units() * replicas);
                assertThat(fits.left().nodes())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(before.nodes());
            } else {
                assertThat(before.room(shape, replicas))
                        .as("seed %d round %d", seed, round)
                        .isLessThan(replicas);
            }
        }
    }

    private static Histogram arbitrary(Random random) {
        var buckets = new ArrayList<NodeBucket>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            int units = 1 + random.nextInt(16);
            buckets.add(nodes(1 + random.nextInt(5), units, random.nextInt(units + 1)));
        }
        return new Histogram(buckets);
    }

    private static NodeBucket cores(int cores) {
        return new NodeBucket(1, new Amount(0, 0), new Amount(cores * 1000L, cores * 1000L), null);
    }

    private static Fit.DoesNotFit misfit(Histogram histogram, ReplicaShape shape, int replicas) {
        assertThat(histogram.fit(shape, replicas)).isInstanceOf(Fit.DoesNotFit.class);
        return (Fit.DoesNotFit) histogram.fit(shape, replicas);
    }

    private static Histogram left(Histogram histogram, ReplicaShape shape, int replicas) {
        assertThat(histogram.fit(shape, replicas)).isInstanceOf(Fit.Fits.class);
        return ((Fit.Fits) histogram.fit(shape, replicas)).left();
    }
}
