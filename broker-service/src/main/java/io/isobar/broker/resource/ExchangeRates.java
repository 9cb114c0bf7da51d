package io.isobar.broker.resource;

import io.isobar.broker.resource.Conversion.Converted;
import io.isobar.broker.resource.Conversion.RateMissing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dated exchange rates to one base currency. Converting between two others goes through the base, with one rounding
 * at the end, half even to the millionth.
 *
 * @param rates by currency: what one unit of it is worth in the base currency. The base itself is not in it.
 */
public record ExchangeRates(Currency base, Map<Currency, Rate> rates) {
    private static final Rate PAR = new Rate(BigDecimal.ONE, LocalDate.MAX);
    // 19 digits of money, so 60 leave the rounding to the millionth undisturbed.
    private static final MathContext DIVISION = new MathContext(60, RoundingMode.HALF_EVEN);

    /**
     * What a currency is worth.
     *
     * @param inBase positive; units of the base currency for one unit
     * @param date the day the rate was fixed
     */
    public record Rate(BigDecimal inBase, LocalDate date) {
        public Rate {
            if (inBase.signum() <= 0) {
                throw new QuantityException("exchange rate: " + inBase + " is not positive.");
            }
        }
    }

    public ExchangeRates {
        rates = Map.copyOf(rates);
        if (rates.containsKey(base)) {
            throw new QuantityException(
                    "exchange rates: " + base + " is the base and has no rate of its own. Remove it.");
        }
    }

    /** No rate at all: every conversion to another currency is missing. */
    public static ExchangeRates none(Currency base) {
        return new ExchangeRates(base, Map.of());
    }

    /** Converts; throws {@link QuantityException} only where the result is too large to be held. */
    public Conversion convert(Money money, Currency target) {
        Currency source = money.currency();
        if (source.equals(target)) {
            // Nothing was converted, so nothing can be out of date.
            return new Converted(money, LocalDate.MAX);
        }
        Rate from = rateOf(source);
        if (from == null) {
            return new RateMissing(source, base);
        }
        Rate to = rateOf(target);
        if (to == null) {
            return new RateMissing(target, base);
        }
        BigDecimal inBase = money.toBigDecimal().multiply(from.inBase());
        BigDecimal exact = to.equals(PAR) ? inBase : inBase.divide(to.inBase(), DIVISION);
        BigDecimal amount = exact.setScale(Money.SCALE, RoundingMode.HALF_EVEN);
        return new Converted(Money.of(amount, target), from.date().isBefore(to.date()) ? from.date() : to.date());
    }

    private @Nullable Rate rateOf(Currency currency) {
        return currency.equals(base) ? PAR : rates.get(currency);
    }
}
