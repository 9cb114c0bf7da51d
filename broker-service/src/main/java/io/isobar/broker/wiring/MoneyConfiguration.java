package io.isobar.broker.wiring;

import io.isobar.broker.resource.Currencies;
import io.isobar.broker.resource.ExchangeRates;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The currency of the comparison and the exchange rates, as configured; every problem is named at once. */
record MoneyConfiguration(Currency currency, ExchangeRates rates, String version) {
    static MoneyConfiguration read(BrokerConfiguration.Money configured) {
        var problems = new ArrayList<String>();
        var rates = new HashMap<Currency, ExchangeRates.Rate>();
        configured.rates().forEach((code, rate) -> {
            try {
                rates.put(
                        Currencies.of(code),
                        new ExchangeRates.Rate(new BigDecimal(rate.worth()), LocalDate.parse(rate.date())));
            } catch (IllegalArgumentException | DateTimeException bad) {
                problems.add("isobar.broker.money.rates." + code + ": worth " + rate.worth() + ", date " + rate.date()
                        + ": " + bad.getMessage());
            }
        });
        try {
            var currency = Currencies.of(configured.currency());
            if (problems.isEmpty()) {
                return new MoneyConfiguration(currency, new ExchangeRates(currency, rates), version(currency, rates));
            }
        } catch (IllegalArgumentException bad) {
            problems.add("isobar.broker.money.currency: " + bad.getMessage());
        }
        throw new IllegalStateException(String.join("; ", problems));
    }

    private static String version(Currency currency, Map<Currency, ExchangeRates.Rate> rates) {
        List<String> parts = new ArrayList<>();
        rates.forEach((code, rate) -> parts.add(code + " " + rate.inBase().toPlainString() + " of " + rate.date()));
        parts.sort(null);
        return "engine 1, bills in " + currency + (parts.isEmpty() ? "" : ", " + String.join(", ", parts));
    }
}
