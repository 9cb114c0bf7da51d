package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * An amount of energy in joules, 0 to 2^63-1. As text with its unit: {@code 1.5kWh}, {@code 300Wh}, {@code 2MWh},
 * {@code 5MJ}; rounded half even to the joule.
 */
public record Energy(long joules) implements Comparable<Energy> {
    public static final Energy ZERO = new Energy(0);

    private static final String KIND = "energy";
    private static final String REMEDY = "Write a number and a unit, such as 1.5kWh, 300Wh or 5MJ";

    public Energy {
        if (joules < 0) {
            throw new QuantityException("energy: " + joules + " J is negative; it must be 0 or more.");
        }
    }

    /** What a constant power, in watts, uses over a duration. */
    public static Energy of(long watts, Duration duration) {
        BigDecimal seconds =
                BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
        return ofJoules(BigDecimal.valueOf(watts).multiply(seconds), watts + " W over " + duration);
    }

    /** Of a power in watts over a duration, rounded to the joule; throws {@link QuantityException} for what is out of range. */
    public static Energy of(double watts, Duration duration) {
        double joules = watts * (duration.toSeconds() + duration.toNanosPart() / 1e9);
        if (!(joules >= 0) || joules >= Long.MAX_VALUE) {
            throw new QuantityException("energy: " + watts + " W over " + duration + " is out of range.");
        }
        return new Energy(Math.round(joules));
    }

    /** Reads an amount; throws {@link QuantityException} for anything that is not exactly one. */
    public static Energy parse(String text) {
        NumberText parsed = NumberText.parse(KIND, text, REMEDY);
        long factor =
                switch (parsed.unit()) {
                    case "J" -> 1L;
                    case "kJ" -> 1_000L;
                    case "MJ" -> 1_000_000L;
                    case "GJ" -> 1_000_000_000L;
                    case "Wh" -> 3_600L;
                    case "kWh" -> 3_600_000L;
                    case "MWh" -> 3_600_000_000L;
                    case "GWh" -> 3_600_000_000_000L;
                    case "" -> throw QuantityException.unreadable(KIND, text, "it has no unit", REMEDY);
                    default ->
                        throw QuantityException.unreadable(
                                KIND,
                                text,
                                "the unit " + QuantityException.quoted(parsed.unit()) + " is not known",
                                REMEDY);
                };
        return ofJoules(parsed.number().multiply(BigDecimal.valueOf(factor)), text);
    }

    private static Energy ofJoules(BigDecimal joules, String shown) {
        BigDecimal rounded = joules.setScale(0, RoundingMode.HALF_EVEN);
        if (rounded.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw QuantityException.unreadable(
                    KIND, shown, "it is more than the largest amount, " + Long.MAX_VALUE + " J", REMEDY);
        }
        return new Energy(rounded.longValueExact());
    }

    public Energy plus(Energy other) {
        long sum = joules + other.joules;
        if (sum < 0) {
            throw QuantityException.overflow(KIND, this, "+", other);
        }
        return new Energy(sum);
    }

    public BigDecimal kilowattHours() {
        return BigDecimal.valueOf(joules).divide(BigDecimal.valueOf(3_600_000), 6, RoundingMode.HALF_EVEN);
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(joules, other.joules);
    }

    @Override
    public String toString() {
        return joules % 3_600 == 0
                ? BigDecimal.valueOf(joules / 3_600, 3).stripTrailingZeros().toPlainString() + "kWh"
                : joules + "J";
    }
}
