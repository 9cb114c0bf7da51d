package io.isobar.broker.resource;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The units of memory. Binary ones have an {@code i}; {@code G} is 1,000,000,000 and {@code Gi} is 1,073,741,824. */
enum ByteUnit {
    EXBI("Ei", 1L << 60),
    EXA("E", 1_000_000_000_000_000_000L),
    PEBI("Pi", 1L << 50),
    PETA("P", 1_000_000_000_000_000L),
    TEBI("Ti", 1L << 40),
    TERA("T", 1_000_000_000_000L),
    GIBI("Gi", 1L << 30),
    GIGA("G", 1_000_000_000L),
    MEBI("Mi", 1L << 20),
    MEGA("M", 1_000_000L),
    KIBI("Ki", 1L << 10),
    KILO("K", 1_000L),
    BYTE("B", 1L);

    final String symbol;
    final long bytes;
    final BigDecimal factor;

    ByteUnit(String symbol, long bytes) {
        this.symbol = symbol;
        this.bytes = bytes;
        this.factor = BigDecimal.valueOf(bytes);
    }

    /** The unit of a suffix as users write it ({@code Gi}, {@code GiB}, {@code G}, {@code GB}, …), or null. */
    static @Nullable ByteUnit of(String suffix) {
        if (suffix.equals("k") || suffix.equals("kB")) {
            return KILO;
        }
        for (ByteUnit unit : values()) {
            if (suffix.equals(unit.symbol) || (unit != BYTE && suffix.equals(unit.symbol + "B"))) {
                return unit;
            }
        }
        return null;
    }

    /** The unit that was probably meant by a suffix in the wrong case, for a suggestion only; or null. */
    static @Nullable ByteUnit meantBy(String suffix) {
        if (suffix.equals("m") || suffix.equalsIgnoreCase("b")) {
            return null;
        }
        for (ByteUnit unit : values()) {
            if (suffix.equalsIgnoreCase(unit.symbol) || suffix.equalsIgnoreCase(unit.symbol + "B")) {
                return unit;
            }
        }
        return null;
    }
}
