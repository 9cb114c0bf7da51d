package io.isobar.broker.capacity;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Says why a gang does not fit into a histogram, with the numbers. */
final class Misfit {
    private Misfit() {}

    /** NODE_TOO_SMALL, CAPACITY_UNKNOWN, INSUFFICIENT_CAPACITY or FRAGMENTED. */
    static Reason reason(Histogram histogram, ReplicaShape shape, int replicas) {
        var buckets = histogram.buckets();
        boolean none = true;
        boolean allLackFigures = !buckets.isEmpty();
        for (var bucket : buckets) {
            none &= bucket.replicasThatFitWhenEmpty(shape) == 0;
            allLackFigures &= bucket.lacksFigures(shape);
        }
        if (none) {
            return allLackFigures ? Reason.CAPACITY_UNKNOWN : Reason.NODE_TOO_SMALL;
        }
        return wouldFitInSum(histogram, shape, replicas) ? Reason.FRAGMENTED : Reason.INSUFFICIENT_CAPACITY;
    }

    static Fit.DoesNotFit explain(Histogram histogram, ReplicaShape shape, int replicas, int fitting) {
        var reason = reason(histogram, shape, replicas);
        return switch (reason) {
            case CAPACITY_UNKNOWN ->
                new Fit.DoesNotFit(
                        reason,
                        "the region does not report processors or memory of its nodes",
                        Reason.CAPACITY_UNKNOWN.remedy());
            case NODE_TOO_SMALL ->
                new Fit.DoesNotFit(
                        reason,
                        "a replica needs " + describe(shape) + "; the largest node has "
                                + largest(histogram, shape, Amount::total),
                        "ask for at most " + largest(histogram, shape, Amount::total) + " per replica");
            case FRAGMENTED ->
                new Fit.DoesNotFit(
                        reason,
                        "free in sum: " + sum(histogram, shape, Amount::free) + ", but only " + fitting + " of "
                                + replicas + " replicas of " + describe(shape) + " fit; the largest node has "
                                + largest(histogram, shape, Amount::free) + " free",
                        fitting > 0 ? "would fit with " + fitting + " replicas" : "");
            default ->
                new Fit.DoesNotFit(
                        reason,
                        replicas + " x " + describe(shape) + " asked, free: " + sum(histogram, shape, Amount::free)
                                + " of " + sum(histogram, shape, Amount::total),
                        fitting > 0 ? "would fit with " + fitting + " replicas" : "");
        };
    }

    private static boolean wouldFitInSum(Histogram histogram, ReplicaShape shape, int replicas) {
        return enough(histogram, NodeBucket::units, shape.units(), replicas)
                && enough(histogram, NodeBucket::millicpus, shape.millicpus(), replicas)
                && enough(histogram, NodeBucket::memoryBytes, shape.memoryBytes(), replicas);
    }

    private static boolean enough(Histogram histogram, Dimension dimension, long each, int replicas) {
        return each == 0 || total(histogram, dimension, Amount::free) >= (double) each * replicas;
    }

    private static long total(Histogram histogram, Dimension dimension, ToLongFunction<Amount> part) {
        long sum = 0;
        for (var bucket : histogram.buckets()) {
            var amount = dimension.of(bucket);
            sum += amount == null ? 0 : bucket.nodes() * part.applyAsLong(amount);
        }
        return sum;
    }

    private static long most(Histogram histogram, Dimension dimension, ToLongFunction<Amount> part) {
        long most = 0;
        for (var bucket : histogram.buckets()) {
            var amount = dimension.of(bucket);
            most = Math.max(most, amount == null ? 0 : part.applyAsLong(amount));
        }
        return most;
    }

    private static String sum(Histogram histogram, ReplicaShape shape, ToLongFunction<Amount> part) {
        return describe(shape, d -> total(histogram, d, part));
    }

    private static String largest(Histogram histogram, ReplicaShape shape, ToLongFunction<Amount> part) {
        return describe(shape, d -> most(histogram, d, part));
    }

    private static String describe(ReplicaShape shape) {
        var text = new ArrayList<String>();
        if (shape.units() > 0) {
            text.add(shape.units() + (shape.units() == 1 ? " unit" : " units"));
        }
        if (shape.millicpus() > 0) {
            text.add(new Cpu(shape.millicpus()) + " cpus");
        }
        if (shape.memoryBytes() > 0) {
            text.add(new Memory(shape.memoryBytes()).toString());
        }
        return text.isEmpty() ? "nothing" : String.join(", ", text);
    }

    /** Only the dimensions that the shape asks for, also those of which there is nothing; of memory never more than there is. */
    private static String describe(ReplicaShape asked, ToLongFunction<Dimension> figure) {
        var text = new ArrayList<String>();
        if (asked.units() > 0) {
            long units = figure.applyAsLong(NodeBucket::units);
            text.add(units + (units == 1 ? " unit" : " units"));
        }
        if (asked.millicpus() > 0) {
            text.add(new Cpu(figure.applyAsLong(NodeBucket::millicpus)) + " cpus");
        }
        if (asked.memoryBytes() > 0) {
            text.add(new Memory(figure.applyAsLong(NodeBucket::memoryBytes)).roundedDown());
        }
        return text.isEmpty() ? "none" : String.join(", ", text);
    }

    /** One thing that a node has. */
    private interface Dimension {
        @Nullable
        Amount of(NodeBucket bucket);
    }
}
