package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What a node has, or has free. Null amounts are not known, and then nothing that needs them fits.
 *
 * @param units accelerator units, 0 to 65,536
 */
public record NodeAmounts(
        int units, @Nullable Long millicpus, @Nullable Long memoryBytes) {
    public NodeAmounts {
        if (units < 0 || units > Resources.MAX_UNITS || isNegative(millicpus) || isNegative(memoryBytes)) {
            throw new IllegalArgumentException("node amounts must be 0 or more and units at most " + Resources.MAX_UNITS
                    + ", not " + units + " units, " + millicpus + " millicpus, " + memoryBytes + " bytes");
        }
    }

    private static boolean isNegative(@Nullable Long amount) {
        return amount != null && amount < 0;
    }

    /** How many replicas of this shape fit here at once; a shape that takes nothing fits as often as asked. */
    public int fits(Resources shape, int atMost) {
        long times = atMost;
        if (shape.units() > 0) {
            times = Math.min(times, units / shape.units());
        }
        times = Math.min(times, quotient(millicpus, shape.millicpus(), atMost));
        times = Math.min(times, quotient(memoryBytes, shape.memoryBytes(), atMost));
        return (int) times;
    }

    private static long quotient(@Nullable Long have, long need, long atMost) {
        if (need == 0) {
            return atMost;
        }
        return have == null ? 0 : have / need;
    }

    /** This without so much; what would go below zero is zero. */
    public NodeAmounts minus(Resources taken, int times) {
        return new NodeAmounts(
                (int) Math.max(0, units - (long) taken.units() * times),
                left(millicpus, taken.millicpus(), times),
                left(memoryBytes, taken.memoryBytes(), times));
    }

    /** This without what others take; what is not known of it takes nothing. */
    public NodeAmounts without(ForeignLoad load) {
        return new NodeAmounts(
                (int) Math.max(0, units - (load.units() == null ? 0 : load.units())),
                millicpus == null || load.millicpus() == null
                        ? millicpus
                        : Long.valueOf(Math.max(0, millicpus - load.millicpus())),
                memoryBytes == null || load.memoryBytes() == null
                        ? memoryBytes
                        : Long.valueOf(Math.max(0, memoryBytes - load.memoryBytes())));
    }

    private static @Nullable Long left(@Nullable Long have, long taken, int times) {
        if (have == null) {
            return null;
        }
        // More than 2^63 taken is more than any node has.
        long high = Math.multiplyHigh(taken, times);
        long product = taken * times;
        return high != 0 || product < 0 ? 0L : Math.max(0, have - product);
    }
}
