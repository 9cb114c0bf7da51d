package io.isobar.broker.resource;

import java.time.LocalDate;
import java.util.Currency;

/** The outcome of converting money: the amount with the age of its rates, or the rate that is not known. */
public sealed interface Conversion {
    /**
     * The amount in the other currency.
     *
     * @param asOf the date of the older one of the rates that were used
     */
    record Converted(Money money, LocalDate asOf) implements Conversion {}

    /** Nothing is known about {@code currency}: the amount is unknown, not zero. */
    record RateMissing(Currency currency, Currency base) implements Conversion {}
}
