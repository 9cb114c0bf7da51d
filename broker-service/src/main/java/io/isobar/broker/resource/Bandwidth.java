package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * A rate of data in bits per second, 0 to 2^63-1. As text with its unit, decimal multiples only: {@code 25Gbit/s},
 * {@code 25 Gbps}, {@code 900GB/s}, {@code 100Mbit/s}. A small b or {@code bit} is a bit, a capital B a byte.
 */
public record Bandwidth(long bitsPerSecond) implements Comparable<Bandwidth> {
    private static final String KIND = "bandwidth";
    private static final String REMEDY = "Write a number and a unit, such as 25Gbit/s, 25Gbps or 900GB/s";
    private static final String MULTIPLES = "kMGTP";

    public Bandwidth {
        if (bitsPerSecond < 0) {
            throw new QuantityException("bandwidth: " + bitsPerSecond + " bit/s is negative; it must be 0 or more.");
        }
    }

    /** Reads a rate; throws {@link QuantityException} for anything that is not exactly one. */
    public static Bandwidth parse(String text) {
        NumberText parsed = NumberText.parse(KIND, text, REMEDY);
        String unit = parsed.unit();
        int power = unit.isEmpty() ? -1 : MULTIPLES.indexOf(unit.charAt(0));
        long bits =
                switch (power < 0 ? unit : unit.substring(1)) {
                    case "bit/s", "bps", "b/s" -> 1;
                    case "B/s", "Bps" -> 8;
                    default ->
                        throw QuantityException.unreadable(
                                KIND,
                                text,
                                unit.isEmpty()
                                        ? "it has no unit"
                                        : "the unit " + QuantityException.quoted(unit) + " is not known",
                                REMEDY);
                };
        BigDecimal rate = parsed.number()
                .movePointRight(3 * (power + 1))
                .multiply(BigDecimal.valueOf(bits))
                .setScale(0, RoundingMode.HALF_EVEN);
        if (rate.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw QuantityException.unreadable(
                    KIND, text, "it is more than the largest rate, " + Long.MAX_VALUE + " bit/s", REMEDY);
        }
        return new Bandwidth(rate.longValueExact());
    }

    /** How long an amount takes at this rate, rounded up to the second; throws where the rate is 0. */
    public Duration timeFor(Memory amount) {
        if (bitsPerSecond == 0) {
            throw new QuantityException("bandwidth: " + amount + " never arrives at 0 bit/s.");
        }
        return Duration.ofSeconds(BigDecimal.valueOf(amount.bytes())
                .multiply(BigDecimal.valueOf(8))
                .divide(BigDecimal.valueOf(bitsPerSecond), 0, RoundingMode.CEILING)
                .longValueExact());
    }

    @Override
    public int compareTo(Bandwidth other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    @Override
    public String toString() {
        int power = 0;
        long shown = bitsPerSecond;
        while (shown != 0 && shown % 1_000 == 0 && power < MULTIPLES.length()) {
            shown /= 1_000;
            power++;
        }
        return shown + (power == 0 ? "" : MULTIPLES.substring(power - 1, power)) + "bit/s";
    }
}
