package io.isobar.broker.resource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

/**
 * An amount of money as a whole number of millionths of its currency, so that the engine computes without allocation
 * and without error. Negative amounts (credits) are allowed; a price checks its own sign.
 *
 * <p>Addition and multiplication by a count are exact or refused. Multiplication by a ratio or a duration is rounded
 * once, to the nearest millionth, halves to the even neighbour. Amounts of different currencies are never mixed: that
 * is a {@link QuantityException}, and {@link ExchangeRates} converts.
 *
 * @param micros millionths of the currency's unit, any long but the smallest
 */
public record Money(long micros, Currency currency) implements Comparable<Money> {
    public static final int SCALE = 6;

    private static final String KIND = "money";
    private static final String REMEDY = "Write an amount and a currency, such as 7.8 CNY";
    private static final int LONGEST = 40;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    public Money {
        if (micros == Long.MIN_VALUE) {
            throw new QuantityException("money: " + micros + " millionths is out of range.");
        }
        Currencies.of(currency.getCurrencyCode());
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** Reads {@code "7.8 CNY"}; throws {@link QuantityException} for anything that is not exactly that. */
    public static Money parse(String text) {
        String trimmed = NumberText.strip(text);
        int blank = trimmed.indexOf(' ');
        if (blank < 0) {
            throw QuantityException.unreadable(KIND, text, "the amount and the currency need a blank between", REMEDY);
        }
        return parse(trimmed.substring(0, blank), NumberText.strip(trimmed.substring(blank)));
    }

    /** Reads an amount, a plain decimal with at most six digits after the point, and an ISO 4217 code. */
    public static Money parse(String amount, String currencyCode) {
        Currency currency = Currencies.of(currencyCode);
        boolean negative = amount.startsWith("-");
        NumberText parsed = NumberText.parse(KIND, negative ? amount.substring(1) : amount, REMEDY);
        if (!parsed.unit().isEmpty() || amount.length() > LONGEST) {
            throw QuantityException.unreadable(KIND, amount, "the amount is not a plain decimal number", REMEDY);
        }
        return of(negative ? parsed.number().negate() : parsed.number(), currency);
    }

    /** The amount; throws {@link QuantityException} where it is finer than a millionth, or too large. */
    public static Money of(BigDecimal amount, Currency currency) {
        BigDecimal micros = amount.movePointRight(SCALE).stripTrailingZeros();
        if (micros.scale() > 0) {
            throw QuantityException.unreadable(
                    KIND,
                    amount.toString(),
                    "it is finer than a millionth of " + currency,
                    "Write at most six digits after the point");
        }
        if (micros.abs().compareTo(LARGEST) > 0) {
            throw QuantityException.unreadable(
                    KIND, amount.toString(), "it is more than the largest amount, 9223372036854.775807", REMEDY);
        }
        return new Money(micros.longValueExact(), currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        long sum = micros + other.micros;
        if (((micros ^ sum) & (other.micros ^ sum)) < 0) {
            throw QuantityException.overflow(KIND, this, "+", other);
        }
        return new Money(sum, currency);
    }

    public Money minus(Money other) {
        return plus(other.negated());
    }

    public Money negated() {
        return new Money(-micros, currency);
    }

    /** This amount, {@code count} times: the price of one unit to that of {@code count} units. */
    public Money times(long count) {
        long high = Math.multiplyHigh(micros, count);
        long low = micros * count;
        if (high != low >> 63) {
            throw QuantityException.overflow(KIND, this, "x", count);
        }
        return new Money(low, currency);
    }

    /** This amount times {@code numerator / denominator}, rounded half even; the denominator is positive. */
    public Money times(long numerator, long denominator) {
        return new Money(Rational.timesHalfEven(KIND, this, micros, numerator, denominator), currency);
    }

    /**
     * What a price per hour comes to over a duration, rounded half even to the millionth. The parts of a duration can
     * differ from the whole by their roundings, so a ledger prices the whole and takes differences.
     */
    public Money perHourOver(Duration duration) {
        if (duration.isNegative()) {
            throw new QuantityException("money: the duration " + duration + " is negative.");
        }
        if (duration.toNanosPart() == 0) {
            return times(duration.toSeconds(), 3_600);
        }
        return new Money(Rational.perHourOver(KIND, this, micros, duration), currency);
    }

    public boolean isZero() {
        return micros == 0;
    }

    public boolean isNegative() {
        return micros < 0;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(micros, SCALE);
    }

    /** Order of amounts of one currency; throws {@link QuantityException} where the currencies differ. */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(micros, other.micros);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new QuantityException("money: " + this + " and " + other
                    + " are of different currencies. Convert one with a dated exchange rate first.");
        }
    }

    /** To the usual digits of its currency, halves to the even neighbour: for sentences, never for sums. */
    public Money rounded() {
        long unit = 1;
        for (int digits = currency.getDefaultFractionDigits(); digits < SCALE; digits++) {
            unit *= 10;
        }
        return times(1, unit).times(unit);
    }

    /** The amount with the currency's usual digits or as many as it needs: {@code 7.80 CNY}, {@code 0.0125 USD}. */
    @Override
    public String toString() {
        return amount() + " " + currency.getCurrencyCode();
    }

    /** The amount alone, as {@link #toString} prints it. */
    public String amount() {
        int fewest = Math.max(0, currency.getDefaultFractionDigits());
        int digits = SCALE;
        long units = Math.abs(micros);
        while (digits > fewest && units % 10 == 0) {
            units /= 10;
            digits--;
        }
        return Decimals.print(micros < 0, units, digits);
    }
}
