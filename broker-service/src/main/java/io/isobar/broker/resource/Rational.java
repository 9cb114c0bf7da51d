package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

/** Multiplication of a long by a ratio with one rounding, half to even. */
final class Rational {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(3_600_000_000_000L);

    private Rational() {}

    static long timesHalfEven(String kind, Object shown, long value, long numerator, long denominator) {
        if (denominator <= 0) {
            throw new QuantityException(
                    kind + ": " + shown + " x " + numerator + "/" + denominator + " needs a positive denominator.");
        }
        long product = value * numerator;
        if (Math.multiplyHigh(value, numerator) == product >> 63) {
            return divideHalfEven(product, denominator);
        }
        BigInteger exact = BigInteger.valueOf(value).multiply(BigInteger.valueOf(numerator));
        return divide(kind, shown, exact, BigInteger.valueOf(denominator), numerator + "/" + denominator);
    }

    static long perHourOver(String kind, Object shown, long value, Duration duration) {
        BigInteger nanos = BigInteger.valueOf(duration.toSeconds())
                .multiply(NANOS_PER_SECOND)
                .add(BigInteger.valueOf(duration.toNanosPart()));
        return divide(kind, shown, BigInteger.valueOf(value).multiply(nanos), NANOS_PER_HOUR, duration + " per hour");
    }

    /** The common case, without allocation. */
    private static long divideHalfEven(long product, long denominator) {
        long floor = Math.floorDiv(product, denominator);
        long rest = Math.floorMod(product, denominator);
        // rest < denominator, so comparing rest with (denominator - rest) cannot overflow where doubling could.
        int half = Long.compare(rest, denominator - rest);
        return half > 0 || (half == 0 && (floor & 1) != 0) ? floor + 1 : floor;
    }

    private static long divide(String kind, Object shown, BigInteger dividend, BigInteger divisor, String factor) {
        BigDecimal quotient = new BigDecimal(dividend).divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN);
        BigInteger rounded = quotient.toBigIntegerExact();
        if (rounded.bitLength() > 63) {
            throw QuantityException.overflow(kind, shown, "x", factor);
        }
        return rounded.longValueExact();
    }
}
