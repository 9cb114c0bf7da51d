package io.isobar.broker.resource;

import java.util.Locale;

/** Writes decimal numbers for people. */
public final class Decimals {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    /** Below it every whole number is a double. */
    private static final double MOST = 1L << 52;

    private Decimals() {}

    /**
     * With so many digits after the point, 0 to 6, rounded to the nearest: as {@code %.2f} writes it, but for halves, which that takes from the shortest decimal of a
     * double and this from the double itself. It takes a tenth of the time: bills say dozens of figures for each decision.
     */
    public static String print(double amount, int decimals) {
        double scaled = Math.abs(amount) * POWERS[decimals];
        if (!(scaled < MOST)) {
            return String.format(Locale.ROOT, "%." + decimals + "f", amount);
        }
        long units = Math.round(scaled);
        return print(amount < 0 && units > 0, units, decimals);
    }

    /** So many units of the last of so many digits after the point, 0 to 6. */
    static String print(boolean negative, long units, int decimals) {
        var text = new StringBuilder(24);
        if (negative) {
            text.append('-');
        }
        text.append(units / POWERS[decimals]);
        if (decimals > 0) {
            var fraction = Long.toString(units % POWERS[decimals]);
            text.append('.').repeat('0', decimals - fraction.length()).append(fraction);
        }
        return text.toString();
    }
}
