package io.isobar.agent.onboarding;

import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.PoolName;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums over a pool. What is not known of one node is not known of all: it is never zero. */
record PoolTotals(List<Node> nodes) {
    static final String UNKNOWN = "unknown";

    static PoolTotals of(Inventory inventory, PoolName pool) {
        return new PoolTotals(inventory.nodes().stream()
                .filter(node -> node.pool().equals(pool))
                .toList());
    }

    String usableNodes() {
        return nodes.stream().filter(Node::usable).count() + "/" + nodes.size();
    }

    String units() {
        return text(amounts -> (long) amounts.units(), String::valueOf);
    }

    String cores() {
        return text(NodeAmounts::millicpus, Quantities::cores);
    }

    String memory() {
        return text(NodeAmounts::memoryBytes, Quantities::bytes);
    }

    private String text(Function<NodeAmounts, @Nullable Long> amount, Function<Long, String> words) {
        Long free = sum(
                nodes.stream()
                        .filter(Node::usable)
                        .map(node -> node.total().without(node.foreign()))
                        .toList(),
                amount);
        Long total = sum(nodes.stream().map(Node::total).toList(), amount);
        return words(free, words) + "/" + words(total, words);
    }

    private static String words(@Nullable Long sum, Function<Long, String> words) {
        return sum == null ? UNKNOWN : words.apply(sum);
    }

    private static @Nullable Long sum(List<NodeAmounts> all, Function<NodeAmounts, @Nullable Long> amount) {
        long sum = 0;
        for (NodeAmounts one : all) {
            Long known = amount.apply(one);
            if (known == null) {
                return null;
            }
            sum += known;
        }
        return sum;
    }
}
