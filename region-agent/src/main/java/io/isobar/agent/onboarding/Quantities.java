package io.isobar.agent.onboarding;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Amounts as people read them. */
final class Quantities {
    private static final String[] BINARY = {"B", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    private Quantities() {}

    /** Cores of thousandths: {@code 64}, {@code 0.5}. */
    static String cores(long millicpus) {
        return plain(BigDecimal.valueOf(millicpus, 3));
    }

    /** In the largest binary unit of which it is one or more, to a digit after the point: {@code 512Gi}, {@code 1.5Ti}. */
    static String bytes(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1_024 && unit < BINARY.length - 1) {
            value /= 1_024;
            unit++;
        }
        return plain(BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN)) + BINARY[unit];
    }

    /** {@code 7d}, {@code 36h}, {@code 90m}, {@code 45s}: the largest unit that leaves nothing over. */
    static String span(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String plain(BigDecimal number) {
        return (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toPlainString();
    }
}
