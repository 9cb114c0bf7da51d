package io.isobar.agent.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked, released and seen, in whatever order: nothing is over-committed, and reports add up. */
class AdmissionPropertiesTest {
    private static final PoolName POOL = new PoolName("p");

    private final Map<AttemptId, Placement> held = new HashMap<>();
    private List<Node> nodes = new ArrayList<>();
    private AdmissionBook book = new AdmissionBook(0);
    private Random random = new Random();
    private long lastSequence;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
    void neverOverCommitsAndReportsWhatIsFree(long seed) {
        random = new Random(seed);
        book = new AdmissionBook(0);
        for (int i = 0; i < 1 + random.nextInt(40); i++) {
            nodes.add(new Node(
                    new NodeName("n" + i),
                    POOL,
                    new NodeAmounts(
                            random.nextInt(9),
                            random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(64_000)),
                            random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(1_000)))));
        }
        look();

        for (int step = 0; step < 600; step++) {
            switch (random.nextInt(10)) {
                case 0 -> changeNodes();
                case 1, 2, 3 -> release();
                default -> admit(step);
            }
            check(seed, step);
        }
    }

    private void look() {
        PoolProfile pool = new PoolProfile(POOL, null, HostArchitecture.UNKNOWN, List.of(), null, false, List.of());
        book.look(new Inventory(List.of(pool), nodes));
    }

    private void changeNodes() {
        List<Node> changed = new ArrayList<>();
        for (Node node : nodes) {
            changed.add(random.nextInt(8) == 0 ? node.asUsable(!node.usable()) : node);
        }
        nodes = changed;
        look();
    }

    private void release() {
        if (!held.isEmpty()) {
            AttemptId id = List.copyOf(held.keySet()).get(random.nextInt(held.size()));
            book.release(id);
            held.remove(id);
        }
    }

    private void admit(int step) {
        AttemptId id = new AttemptId("w-" + step + "-1");
        Demand demand = new Demand(
                POOL,
                1 + random.nextInt(random.nextInt(5) == 0 ? 30 : 3),
                new Resources(random.nextInt(5), random.nextInt(20_000), random.nextInt(300)));
        boolean fits = fitsByHand(demand);
        AdmissionDecision decision = book.admit(id, demand);
        if (decision instanceof AdmissionDecision.Admitted admitted) {
            held.put(id, admitted.placement());
            for (NodeName name : admitted.placement().nodes()) {
                assertThat(node(name).usable()).isTrue();
            }
        }
        assertThat(decision instanceof AdmissionDecision.Admitted)
                .as("%s fits", demand)
                .isEqualTo(fits);
    }

    private Node node(NodeName name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean fitsByHand(Demand demand) {
        int room = 0;
        for (Node node : nodes) {
            if (node.usable()) {
                room += freeByHand(node).fits(demand.shape(), demand.replicas());
            }
        }
        return room >= demand.replicas();
    }

    private NodeAmounts freeByHand(Node node) {
        NodeAmounts free = node.total();
        for (Placement placement : held.values()) {
            for (NodeName name : placement.nodes()) {
                free = name.equals(node.name()) ? free.minus(placement.demand().shape(), 1) : free;
            }
        }
        return free;
    }

    private void check(long seed, int step) {
        String where = "seed " + seed + " step " + step;
        for (Node node : nodes) {
            long units = 0;
            long millicpus = 0;
            long memory = 0;
            for (Placement placement : held.values()) {
                long here =
                        placement.nodes().stream().filter(node.name()::equals).count();
                units += here * placement.demand().shape().units();
                millicpus += here * placement.demand().shape().millicpus();
                memory += here * placement.demand().shape().memoryBytes();
            }
            assertThat(units).as(where).isLessThanOrEqualTo(node.total().units());
            Long cpus = node.total().millicpus();
            Long bytes = node.total().memoryBytes();
            assertThat(millicpus).as(where).isLessThanOrEqualTo(cpus == null ? 0 : cpus);
            assertThat(memory).as(where).isLessThanOrEqualTo(bytes == null ? 0 : bytes);
        }
        PoolCapacity report = book.observe(POOL, Instant.EPOCH).orElseThrow();
        assertThat(report.sequence()).as(where).isGreaterThan(lastSequence);
        lastSequence = report.sequence();
        Map<NodeBucket, Integer> expected = new HashMap<>();
        int unusable = 0;
        for (Node node : nodes) {
            if (node.usable()) {
                expected.merge(new NodeBucket(1, node.total(), freeByHand(node)), 1, Integer::sum);
            } else {
                unusable++;
            }
        }
        Map<NodeBucket, Integer> reported = new HashMap<>();
        report.buckets()
                .forEach(bucket -> reported.put(new NodeBucket(1, bucket.total(), bucket.free()), bucket.nodes()));
        assertThat(reported).as(where).isEqualTo(expected);
        assertThat(report.unusableNodes()).as(where).isEqualTo(unusable);
    }
}
