package io.isobar.broker.resource;

import java.math.BigDecimal;

/**
 * Processor cores in thousandths, 0 to 2^63-1. As text: {@code 4}, {@code 0.5} or {@code 500m}; nothing finer than one
 * thousandth.
 */
public record Cpu(long millis) implements Comparable<Cpu> {
    public static final Cpu ZERO = new Cpu(0);

    private static final String KIND = "cpus";
    private static final String REMEDY = "Write a number of cores, such as 4, 0.5 or 500m";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    public Cpu {
        if (millis < 0) {
            throw new QuantityException("cpus: " + millis + "m is negative; it must be 0 or more.");
        }
    }

    public static Cpu ofCores(long cores) {
        return new Cpu(1_000).times(cores);
    }

    /** Reads a number of cores; throws {@link QuantityException} for anything that is not exactly that. */
    public static Cpu parse(String text) {
        NumberText parsed = NumberText.parse(KIND, text, REMEDY);
        BigDecimal millis =
                switch (parsed.unit()) {
                    case "" -> parsed.number().movePointRight(3);
                    case "m" -> parsed.number();
                    default ->
                        throw QuantityException.unreadable(
                                KIND,
                                text,
                                "the unit " + QuantityException.quoted(parsed.unit()) + " is not known",
                                REMEDY);
                };
        if (millis.stripTrailingZeros().scale() > 0) {
            throw QuantityException.unreadable(KIND, text, "it is finer than one thousandth of a core", REMEDY);
        }
        if (millis.compareTo(LARGEST) > 0) {
            throw QuantityException.unreadable(
                    KIND, text, "it is more than the largest number, " + Long.MAX_VALUE + "m", REMEDY);
        }
        return new Cpu(millis.longValueExact());
    }

    public Cpu plus(Cpu other) {
        long sum = millis + other.millis;
        if (sum < 0) {
            throw QuantityException.overflow(KIND, this, "+", other);
        }
        return new Cpu(sum);
    }

    /** The difference; throws {@link QuantityException} where it would be negative. */
    public Cpu minus(Cpu other) {
        if (other.millis > millis) {
            throw new QuantityException("cpus: " + this + " - " + other + " is negative.");
        }
        return new Cpu(millis - other.millis);
    }

    public Cpu times(long count) {
        if (count < 0) {
            throw new QuantityException("cpus: " + this + " x " + count + " is negative.");
        }
        if (count != 0 && millis > Long.MAX_VALUE / count) {
            throw QuantityException.overflow(KIND, this, "x", count);
        }
        return new Cpu(millis * count);
    }

    @Override
    public int compareTo(Cpu other) {
        return Long.compare(millis, other.millis);
    }

    /** Cores as a plain decimal ({@code 4}, {@code 0.5}); {@link #parse} reads it back. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
