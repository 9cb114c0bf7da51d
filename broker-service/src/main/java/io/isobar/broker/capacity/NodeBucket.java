package io.isobar.broker.capacity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that look alike.
 *
 * @param nodes how many, 1 to 1,000,000
 * @param units accelerator units on each
 * @param millicpus on each; null: not known
 * @param memoryBytes on each; null: not known
 */
public record NodeBucket(
        int nodes,
        Amount units,
        @Nullable Amount millicpus,
        @Nullable Amount memoryBytes) {
    public static final int MOST_NODES = 1_000_000;
    public static final int MOST_UNITS = 65_536;

    public NodeBucket {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes must be 1 to " + MOST_NODES + ", is " + nodes);
        }
        if (units.total() > MOST_UNITS) {
            throw new IllegalArgumentException("units of a node must be 0 to " + MOST_UNITS + ", is " + units.total());
        }
    }

    /** How many replicas one of these nodes can take now. Unknown processors or memory take nothing that needs them. */
    int replicasThatFit(ReplicaShape shape) {
        return howMany(shape, false);
    }

    /** How many replicas one of these nodes could take if it were empty. */
    int replicasThatFitWhenEmpty(ReplicaShape shape) {
        return howMany(shape, true);
    }

    boolean lacksFigures(ReplicaShape shape) {
        return (shape.millicpus() > 0 && millicpus == null) || (shape.memoryBytes() > 0 && memoryBytes == null);
    }

    private int howMany(ReplicaShape shape, boolean empty) {
        long most = Integer.MAX_VALUE;
        most = Math.min(most, quotient(units, shape.units(), empty));
        most = Math.min(most, quotient(millicpus, shape.millicpus(), empty));
        most = Math.min(most, quotient(memoryBytes, shape.memoryBytes(), empty));
        return (int) most;
    }

    private static long quotient(@Nullable Amount amount, long each, boolean empty) {
        if (each == 0) {
            return Integer.MAX_VALUE;
        }
        return amount == null ? 0 : (empty ? amount.total() : amount.free()) / each;
    }

    /** The same nodes, {@code count} of them, after each took {@code replicas}. */
    NodeBucket taking(ReplicaShape shape, int replicas, int count) {
        return new NodeBucket(
                count,
                units.less((long) shape.units() * replicas),
                millicpus == null ? null : millicpus.less(shape.millicpus() * replicas),
                memoryBytes == null ? null : memoryBytes.less(shape.memoryBytes() * replicas));
    }

    NodeBucket whenEmpty() {
        return isEmpty() ? this : new NodeBucket(nodes, units.whenEmpty(), emptied(millicpus), emptied(memoryBytes));
    }

    private static @Nullable Amount emptied(@Nullable Amount amount) {
        return amount == null ? null : amount.whenEmpty();
    }

    NodeBucket whenFull() {
        return new NodeBucket(
                nodes,
                filled(units),
                millicpus == null ? null : filled(millicpus),
                memoryBytes == null ? null : filled(memoryBytes));
    }

    private static Amount filled(Amount amount) {
        return new Amount(amount.total(), 0);
    }

    boolean hasSomethingFree() {
        return units.free() > 0 || freeOf(millicpus) > 0 || freeOf(memoryBytes) > 0;
    }

    /** Whether all that is known of them is free. */
    boolean isEmpty() {
        return isFree(units) && isFree(millicpus) && isFree(memoryBytes);
    }

    private static boolean isFree(@Nullable Amount amount) {
        return amount == null || amount.free() == amount.total();
    }

    NodeBucket withNodes(int count) {
        return count == nodes ? this : new NodeBucket(count, units, millicpus, memoryBytes);
    }

    /** Fewer free units first, then fewer free processors, then less free memory; what is not known before what is. */
    static int tightestFirst(NodeBucket one, NodeBucket other) {
        int order = Long.compare(one.units.free(), other.units.free());
        if (order == 0) {
            order = Long.compare(freeOf(one.millicpus), freeOf(other.millicpus));
        }
        if (order == 0) {
            order = Long.compare(freeOf(one.memoryBytes), freeOf(other.memoryBytes));
        }
        return order == 0 ? Long.compare(one.units.total(), other.units.total()) : order;
    }

    private static long freeOf(@Nullable Amount amount) {
        return amount == null ? -1 : amount.free();
    }

    /** Whether the two differ in their number of nodes at most. */
    boolean looksLike(NodeBucket other) {
        return units.equals(other.units)
                && Objects.equals(millicpus, other.millicpus)
                && Objects.equals(memoryBytes, other.memoryBytes);
    }
}
