package io.isobar.agent.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.NodeAmounts;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityHistogramTest {
    @Test
    void neverShowsMoreThanThereIsHoweverManyKindsOfNodesThereAre() {
        Random random = new Random(42);
        CapacityHistogram histogram = new CapacityHistogram();
        NodeAmounts total = new NodeAmounts(8, 64_000L, 1L << 38);
        long freeCpus = 0;
        int nodes = 20_000;
        for (int i = 0; i < nodes; i++) {
            long cpus = random.nextInt(64_000);
            freeCpus += cpus;
            histogram.add(total, new NodeAmounts(random.nextInt(9), cpus, random.nextLong(1L << 38)));
        }

        List<NodeBucket> buckets = histogram.buckets();

        assertThat(buckets).hasSizeLessThanOrEqualTo(CapacityHistogram.MAX_BUCKETS);
        assertThat(buckets.stream().mapToInt(NodeBucket::nodes).sum()).isEqualTo(nodes);
        long shown = 0;
        for (NodeBucket bucket : buckets) {
            Long cpus = bucket.free().millicpus();
            shown += bucket.nodes() * (cpus == null ? 0 : cpus);
        }
        assertThat(shown).isLessThanOrEqualTo(freeCpus).isPositive();
    }
}
