package io.isobar.agent.packing;

import java.util.Comparator;

/**
 * A node that fits, and what that costs.
 *
 * @param left what is left of the device of which a part is taken, before it is; 1,000 where devices are taken whole
 * @param after what is free on the node then
 * @param cost by how much more is stranded than before, in the unit of {@link Rehearsal#stranded}; negative where the work itself
 *     takes what was stranded
 */
public record Choice<N extends Comparable<N>>(N node, FreeNode before, int left, FreeNode after, long cost) {
    /** The cheapest; then the fullest node, so that empty ones stay empty; then by name, never by chance. */
    static <N extends Comparable<N>> Comparator<Choice<N>> cheapestFirst() {
        return (one, other) -> {
            int order = Long.compare(one.cost, other.cost);
            order = order != 0 ? order : TIGHTEST_FIRST.compare(one.before, other.before);
            return order != 0 ? order : one.node.compareTo(other.node);
        };
    }

    static final Comparator<FreeNode> TIGHTEST_FIRST = Comparator.comparingLong(
                    (FreeNode free) -> free.devices().milli())
            .thenComparingLong(FreeNode::millicpus)
            .thenComparingLong(FreeNode::memory);
}
