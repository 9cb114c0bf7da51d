package io.isobar.broker.resource;

import org.jspecify.annotations.Nullable;

/**
 * How much memory a request accepts; both ends belong to it. As text: {@code 64Gi+},
 * {@code 64Gi..128Gi} or {@code =64Gi}, and a bare amount means at least that.
 *
 * @param minimum never more than {@code maximum}
 * @param maximum null: no upper limit
 */
public record MemoryRange(Memory minimum, @Nullable Memory maximum) {
    public static final MemoryRange ANY = new MemoryRange(Memory.ZERO, null);

    public MemoryRange {
        if (maximum != null && maximum.compareTo(minimum) < 0) {
            throw new QuantityException(
                    "memory: the minimum " + minimum + " is more than the maximum " + maximum + ".");
        }
    }

    public static MemoryRange atLeast(Memory minimum) {
        return new MemoryRange(minimum, null);
    }

    /** Reads a range; throws {@link QuantityException} for anything that is not exactly one. */
    public static MemoryRange parse(String text) {
        RangeText<Memory> range = RangeText.parse("memory", text, Memory::parse);
        return new MemoryRange(range.minimum(), range.maximum());
    }

    public boolean contains(Memory amount) {
        return amount.compareTo(minimum) >= 0 && (maximum == null || amount.compareTo(maximum) <= 0);
    }

    @Override
    public String toString() {
        return RangeText.print(minimum, maximum);
    }
}
