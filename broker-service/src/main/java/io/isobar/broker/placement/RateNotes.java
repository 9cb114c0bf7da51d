package io.isobar.broker.placement;

import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.Money;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts to the currency of the comparison, and notes the rates that were used. */
final class RateNotes {
    private final Policy policy;
    private final Map<Currency, String> used = new HashMap<>();

    RateNotes(Policy policy) {
        this.policy = policy;
    }

    /** Of the comparison. */
    Currency currency() {
        return policy.currency();
    }

    Conversion convert(Money money) {
        var conversion = policy.rates().convert(money, policy.currency());
        if (conversion instanceof Conversion.Converted converted
                && !money.currency().equals(policy.currency())) {
            used.computeIfAbsent(money.currency(), currency -> note(currency, converted));
        }
        return conversion;
    }

    private String note(Currency currency, Conversion.Converted converted) {
        var one = policy.rates().convert(new Money(1_000_000, currency), policy.currency());
        return one instanceof Conversion.Converted rate
                ? "1 " + currency + " = " + rate.money() + " (" + converted.asOf() + ")"
                : "";
    }

    List<String> notes() {
        return new ArrayList<>(used.values());
    }
}
