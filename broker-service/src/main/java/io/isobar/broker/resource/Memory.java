package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of memory or storage in bytes, 0 to 2^63-1.
 *
 * <p>As text it always has a unit: {@code 512Gi}, {@code 512GiB}, {@code 16G}, {@code 16 GB}, {@code 1.5Ti}. A fraction
 * of a byte is rounded up, so that a request never becomes smaller than what was written.
 */
public record Memory(long bytes) implements Comparable<Memory> {
    public static final Memory ZERO = new Memory(0);

    private static final String KIND = "memory";
    private static final String REMEDY = "Write a number and a unit, such as 16Gi, 16GiB, 16GB or 512Mi";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    public Memory {
        if (bytes < 0) {
            throw new QuantityException("memory: " + bytes + " bytes is negative; it must be 0 or more.");
        }
    }

    public static Memory ofMebibytes(long mebibytes) {
        return new Memory(1L << 20).times(mebibytes);
    }

    public static Memory ofGibibytes(long gibibytes) {
        return new Memory(1L << 30).times(gibibytes);
    }

    /** Reads a text with its unit; throws {@link QuantityException} for anything that is not exactly that. */
    public static Memory parse(String text) {
        NumberText parsed = NumberText.parse(KIND, text, REMEDY);
        ByteUnit unit = ByteUnit.of(parsed.unit());
        if (unit == null) {
            throw unknownUnit(text, parsed);
        }
        if (unit == ByteUnit.BYTE && parsed.number().stripTrailingZeros().scale() > 0) {
            throw QuantityException.unreadable(KIND, text, "a byte cannot be divided", REMEDY);
        }
        BigDecimal bytes = parsed.number().multiply(unit.factor).setScale(0, RoundingMode.CEILING);
        if (bytes.compareTo(LARGEST) > 0) {
            throw QuantityException.unreadable(
                    KIND, text, "it is more than the largest amount, " + Long.MAX_VALUE + " bytes", REMEDY);
        }
        return new Memory(bytes.longValueExact());
    }

    private static QuantityException unknownUnit(String text, NumberText parsed) {
        String number = parsed.number().toPlainString();
        String unit = parsed.unit();
        if (unit.isEmpty()) {
            return QuantityException.unreadable(
                    KIND,
                    text,
                    "it has no unit, and bytes, MiB and GiB cannot be told apart",
                    "Write " + number + "Gi, " + number + "Mi or " + number + "B, as it is meant");
        }
        if (unit.equals("m")) {
            return QuantityException.unreadable(
                    KIND,
                    text,
                    "the unit m means thousandths of a byte",
                    "Write " + number + "Mi (mebibytes) or " + number + "M (megabytes)");
        }
        ByteUnit meant = ByteUnit.meantBy(unit);
        String remedy = meant == null ? REMEDY : "Write " + number + meant.symbol + ", if that is meant";
        return QuantityException.unreadable(
                KIND, text, "the unit " + QuantityException.quoted(unit) + " is not known", remedy);
    }

    public Memory plus(Memory other) {
        long sum = bytes + other.bytes;
        if (sum < 0) {
            throw QuantityException.overflow(KIND, this, "+", other);
        }
        return new Memory(sum);
    }

    /** The difference; throws {@link QuantityException} where it would be negative. */
    public Memory minus(Memory other) {
        if (other.bytes > bytes) {
            throw new QuantityException("memory: " + this + " - " + other + " is negative.");
        }
        return new Memory(bytes - other.bytes);
    }

    public Memory times(long count) {
        if (count < 0) {
            throw new QuantityException("memory: " + this + " x " + count + " is negative.");
        }
        if (count != 0 && bytes > Long.MAX_VALUE / count) {
            throw QuantityException.overflow(KIND, this, "x", count);
        }
        return new Memory(bytes * count);
    }

    @Override
    public int compareTo(Memory other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: in the largest binary unit of which there is one, with at most one digit after the point, and never more than there is. */
    public String roundedDown() {
        ByteUnit best = ByteUnit.BYTE;
        for (ByteUnit unit : ByteUnit.values()) {
            if (Long.bitCount(unit.bytes) == 1 && unit.bytes <= bytes && unit.bytes > best.bytes) {
                best = unit;
            }
        }
        return BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(best.bytes), 1, RoundingMode.DOWN)
                        .stripTrailingZeros()
                        .toPlainString()
                + best.symbol;
    }

    /** The amount in the unit that divides it exactly with the smallest number; {@link #parse} reads it back. */
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0B";
        }
        ByteUnit best = ByteUnit.BYTE;
        for (ByteUnit unit : ByteUnit.values()) {
            if (bytes % unit.bytes == 0 && unit.bytes > best.bytes) {
                best = unit;
            }
        }
        return bytes / best.bytes + best.symbol;
    }
}
