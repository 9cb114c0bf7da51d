package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What work that is not ours takes of a node or a pool. Null: not known, which is not the same as nothing.
 *
 * @param units accelerator units, not negative
 * @param millicpus processor thousandths, not negative
 * @param memoryBytes not negative
 */
public record ForeignLoad(
        @Nullable Long units,
        @Nullable Long millicpus,
        @Nullable Long memoryBytes) {
    public static final ForeignLoad NONE = new ForeignLoad(0L, 0L, 0L);
    public static final ForeignLoad UNKNOWN = new ForeignLoad(null, null, null);

    public ForeignLoad {
        if (isNegative(units) || isNegative(millicpus) || isNegative(memoryBytes)) {
            throw new IllegalArgumentException("a load is not negative: " + units + " units, " + millicpus
                    + " millicpus, " + memoryBytes + " bytes");
        }
    }

    private static boolean isNegative(@Nullable Long amount) {
        return amount != null && amount < 0;
    }

    public ForeignLoad plus(ForeignLoad other) {
        return new ForeignLoad(
                sum(units, other.units), sum(millicpus, other.millicpus), sum(memoryBytes, other.memoryBytes));
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(Math.addExact(one, other));
    }

    /** No more than the node has: what is more than all is all. */
    public ForeignLoad atMost(NodeAmounts total) {
        return new ForeignLoad(
                lesser(units, (long) total.units()),
                lesser(millicpus, total.millicpus()),
                lesser(memoryBytes, total.memoryBytes()));
    }

    private static @Nullable Long lesser(@Nullable Long load, @Nullable Long total) {
        return load == null || total == null ? load : Long.valueOf(Math.min(load, total));
    }
}
