package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.Placement;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Places in the queue of a partition, each as large as most of its nodes are. Work holds its place until it has ended: the site says how much
 * of it may be there, waiting or running.
 */
final class QueuePlaces {
    /** No host has such a name. */
    private static final String PREFIX = "queue:";

    private QueuePlaces() {}

    /** As many as the site allows; none while no node of the pool takes work. */
    static List<Node> of(SlurmPool queue, int count, List<NodeAmounts> nodes) {
        return nodes.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<NodeAmounts, Long>comparingByValue()
                        .thenComparing(Map.Entry::getKey, SMALLEST_LAST.reversed()))
                .map(Map.Entry::getKey)
                .map(size -> IntStream.rangeClosed(1, count)
                        .mapToObj(number -> new Node(
                                new NodeName(PREFIX + queue.name() + ":" + number),
                                queue.name(),
                                size,
                                ForeignLoad.NONE,
                                queue.partition().up()))
                        .toList())
                .orElse(List.of());
    }

    private static final Comparator<NodeAmounts> SMALLEST_LAST = Comparator.comparingInt(NodeAmounts::units)
            .thenComparingLong(amounts -> amounts.millicpus() == null ? 0 : amounts.millicpus())
            .thenComparingLong(amounts -> amounts.memoryBytes() == null ? 0 : amounts.memoryBytes())
            .reversed();

    /** Whether work is on places and not on nodes, also where the site has other pools by now. */
    static boolean has(Placement placement) {
        return placement.nodes().getFirst().value().startsWith(PREFIX);
    }
}
