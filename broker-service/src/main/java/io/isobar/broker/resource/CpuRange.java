package io.isobar.broker.resource;

import org.jspecify.annotations.Nullable;

/**
 * How much of the processors a request accepts; both ends belong to it. As text: {@code 4+}, {@code 4..8} or {@code =4},
 * and a bare amount means at least that.
 *
 * @param minimum never more than {@code maximum}
 * @param maximum null: no upper limit
 */
public record CpuRange(Cpu minimum, @Nullable Cpu maximum) {
    public static final CpuRange ANY = new CpuRange(Cpu.ZERO, null);

    public CpuRange {
        if (maximum != null && maximum.compareTo(minimum) < 0) {
            throw new QuantityException("cpus: the minimum " + minimum + " is more than the maximum " + maximum + ".");
        }
    }

    public static CpuRange atLeast(Cpu minimum) {
        return new CpuRange(minimum, null);
    }

    /** Reads a range; throws {@link QuantityException} for anything that is not exactly one. */
    public static CpuRange parse(String text) {
        RangeText<Cpu> range = RangeText.parse("cpus", text, Cpu::parse);
        return new CpuRange(range.minimum(), range.maximum());
    }

    public boolean contains(Cpu amount) {
        return amount.compareTo(minimum) >= 0 && (maximum == null || amount.compareTo(maximum) <= 0);
    }

    @Override
    public String toString() {
        return RangeText.print(minimum, maximum);
    }
}
