package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A mass of carbon dioxide, or of other gases by what they do in its place (CO2e), in grams, 0 to 2^63-1. As text with its unit:
 * {@code 500 kg}, {@code 1.5 t}, {@code 800 g}; rounded half even to the gram.
 */
public record CarbonMass(long grams) implements Comparable<CarbonMass> {
    private static final String KIND = "carbon";
    private static final String REMEDY = "Write a number and a unit, such as 500 kg, 1.5 t or 800 g";
    public static final long GRAMS_PER_TONNE = 1_000_000;
    private static final double GRAMS_PER_KILOGRAM = 1_000;

    public CarbonMass {
        if (grams < 0) {
            throw new QuantityException("carbon: " + grams + " g is negative; it must be 0 or more.");
        }
    }

    /** Rounded to the gram; throws {@link QuantityException} for what is negative, no number or too large. */
    public static CarbonMass ofGrams(double grams) {
        if (!(grams >= 0) || grams >= Long.MAX_VALUE) {
            throw new QuantityException("carbon: " + grams + " g is out of range.");
        }
        return new CarbonMass(Math.round(grams));
    }

    /** Reads a mass; throws {@link QuantityException} for anything that is not exactly one. */
    public static CarbonMass parse(String text) {
        NumberText parsed = NumberText.parse(KIND, text, REMEDY);
        long factor =
                switch (parsed.unit()) {
                    case "g" -> 1L;
                    case "kg" -> 1_000L;
                    case "t" -> GRAMS_PER_TONNE;
                    case "" -> throw QuantityException.unreadable(KIND, text, "it has no unit", REMEDY);
                    default ->
                        throw QuantityException.unreadable(
                                KIND,
                                text,
                                "the unit " + QuantityException.quoted(parsed.unit()) + " is not known",
                                REMEDY);
                };
        BigDecimal grams = parsed.number().multiply(BigDecimal.valueOf(factor)).setScale(0, RoundingMode.HALF_EVEN);
        if (grams.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw QuantityException.unreadable(
                    KIND, text, "it is more than the largest amount, " + Long.MAX_VALUE + " g", REMEDY);
        }
        return new CarbonMass(grams.longValueExact());
    }

    public double kilograms() {
        return grams / GRAMS_PER_KILOGRAM;
    }

    /** For sentences: {@code 103.4 kg CO2e}, {@code 1.52 t CO2e}, {@code 12 g CO2e}. */
    public String inWords() {
        String amount;
        if (grams < GRAMS_PER_KILOGRAM) {
            amount = grams + " g";
        } else if (grams < GRAMS_PER_TONNE) {
            amount = String.format(Locale.ROOT, "%.1f kg", kilograms());
        } else {
            amount = String.format(Locale.ROOT, "%.2f t", (double) grams / GRAMS_PER_TONNE);
        }
        return amount + " CO2e";
    }

    @Override
    public int compareTo(CarbonMass other) {
        return Long.compare(grams, other.grams);
    }

    /** The exact mass in kilograms; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(grams, 3).stripTrailingZeros().toPlainString() + "kg";
    }
}
