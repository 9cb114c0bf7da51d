package io.isobar.broker.placement;

import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.QuantityException;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prices in the currency of the comparison; what was converted of late is remembered. Not safe for concurrent use. */
final class Prices {
    private static final int MOST_REMEMBERED = 100_000;

    private final Policy policy;
    private final Map<Money, Optional<Money>> converted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Money, Optional<Money>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private final Map<Currency, List<String>> notes = new HashMap<>();

    Prices(Policy policy) {
        this.policy = policy;
    }

    /** Empty where no rate is known, or the amount is too large. */
    Optional<Money> convert(Money price) {
        return price.currency().equals(policy.currency())
                ? Optional.of(price)
                : converted.computeIfAbsent(price, this::reckoned);
    }

    private Optional<Money> reckoned(Money price) {
        try {
            return policy.rates().convert(price, policy.currency()) instanceof Conversion.Converted converted
                    ? Optional.of(converted.money())
                    : Optional.empty();
        } catch (QuantityException _) {
            return Optional.empty();
        }
    }

    /** The rates that the prices of some candidates were converted at, and those noted before. */
    List<String> notes(List<Candidate> candidates, List<String> before) {
        var all = before;
        for (var candidate : candidates) {
            var price = candidate.offer().price();
            if (!price.currency().equals(policy.currency())) {
                all = with(all, notes.computeIfAbsent(price.currency(), currency -> {
                    var rates = new RateNotes(policy);
                    rates.convert(price);
                    return rates.notes();
                }));
            }
        }
        return all;
    }

    private static List<String> with(List<String> some, List<String> more) {
        if (some.containsAll(more)) {
            return some;
        }
        var all = new LinkedHashSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
