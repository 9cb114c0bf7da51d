package io.isobar.broker.manifest;

import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.QuantityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Durations, money and times of a file; null where the field is absent or wrong. */
final class Quantities {
    private static final String DURATION = "a duration such as 30m, 1h30m or 5d";
    private static final String MONEY = "an amount and a currency, such as 2000 CNY";
    private static final String TIME = "a time with its zone, such as 2027-03-01T00:00:00+08:00";
    private static final String PRICE_OF_CARBON = "an amount and a currency for a tonne of CO2e, such as 80 EUR/t";
    private static final String CARBON = "a mass of CO2e, such as 500 kg or 1.5 t";
    private static final String PER_HOUR = "/h";
    private static final String PER_TONNE = "/t";
    /** What the contract's duration can carry: 10,000 years. */
    private static final Duration LONGEST = Duration.ofDays(3_652_500);

    private Quantities() {}

    static @Nullable Duration positiveDuration(@Nullable Value value) {
        var duration = duration(value);
        if (value != null && duration != null && duration.isZero()) {
            value.problem("must be more than 0 s, is " + value.quoted());
            return null;
        }
        return duration;
    }

    static @Nullable Duration duration(@Nullable Value value) {
        var duration = value == null ? null : value.quantity(DURATION, DurationText::parse);
        if (value != null && duration != null && duration.compareTo(LONGEST) > 0) {
            value.problem("must be at most 10,000 years, is " + value.quoted());
            return null;
        }
        return duration;
    }

    /** Not negative; {@code 7.8 CNY} or {@code 7.8 CNY/h}. */
    static @Nullable Money hourly(@Nullable Value value) {
        var money = value == null ? null : value.quantity(MONEY, Quantities::money);
        if (value != null && money != null && money.isNegative()) {
            value.problem("must not be negative, is " + value.quoted());
            return null;
        }
        return money;
    }

    /** Not negative; {@code 80 EUR/t}. */
    static @Nullable Money perTonne(@Nullable Value value) {
        var money = value == null ? null : value.quantity(PRICE_OF_CARBON, Quantities::tonne);
        if (value != null && money != null && money.isNegative()) {
            value.problem("must not be negative, is " + value.quoted());
            return null;
        }
        return money;
    }

    private static Money tonne(String text) {
        if (!text.endsWith(PER_TONNE)) {
            throw QuantityException.unreadable(
                    "carbon price", text, "it does not say that it is for a tonne", "Write " + PRICE_OF_CARBON);
        }
        return Money.parse(text.substring(0, text.length() - PER_TONNE.length()));
    }

    static @Nullable CarbonMass carbon(@Nullable Value value) {
        return value == null ? null : value.quantity(CARBON, CarbonMass::parse);
    }

    private static Money money(String text) {
        return Money.parse(text.endsWith(PER_HOUR) ? text.substring(0, text.length() - PER_HOUR.length()) : text);
    }

    static @Nullable Instant time(@Nullable Value value) {
        return value == null ? null : value.quantity(TIME, Quantities::instant);
    }

    private static Instant instant(String text) {
        try {
            var instant = OffsetDateTime.parse(text.strip()).toInstant();
            if (instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                    || instant.isAfter(Instant.parse("9999-12-31T23:59:59.999999999Z"))) {
                throw QuantityException.unreadable(
                        "time", text, "it is not within the years 1 to 9999", "Write " + TIME);
            }
            return instant;
        } catch (DateTimeException _) {
            throw QuantityException.unreadable("time", text, "it is no time of RFC 3339", "Write " + TIME);
        }
    }
}
