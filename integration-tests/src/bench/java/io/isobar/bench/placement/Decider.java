package io.isobar.bench.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementIndex;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/** Ways to decide that are measured against each other. */
enum Decider {
    /** Every pool is looked at for every decision. */
    PLAIN("plain, a look at every pool") {
        @Override
        Choice of(CapacityBook book) {
            var engine = engine();
            return (asked, now) -> chosen(engine.decide(book.view(), asked, now));
        }
    },
    /** As the leader decides, with the record of each decision. */
    RECORDED("index, with the record") {
        @Override
        Choice of(CapacityBook book) {
            var index = new PlacementIndex(engine(), book);
            return (asked, now) -> chosen(index.decide(asked, now));
        }
    },
    /** The choice alone. */
    CHOICE("index, the choice alone") {
        @Override
        Choice of(CapacityBook book) {
            return new PlacementIndex(engine(), book)::choose;
        }
    };

    private final String inWords;

    Decider(String inWords) {
        this.inWords = inWords;
    }

    String inWords() {
        return inWords;
    }

    abstract Choice of(CapacityBook book);

    /** Decides on the book as it is. */
    interface Choice {
        Optional<Candidate> choose(Asked asked, Instant now);
    }

    static PlacementEngine engine() {
        var yuan = Currency.getInstance("CNY");
        var rates = new ExchangeRates(
                yuan,
                Map.of(
                        Currency.getInstance("USD"),
                        new ExchangeRates.Rate(new BigDecimal("7.1"), LocalDate.parse("2026-11-20"))));
        return new PlacementEngine(new Policy(SyntheticFederation.CATALOG, rates, yuan, "bench"));
    }

    private static Optional<Candidate> chosen(Decision decision) {
        return decision.placed() ? Optional.of(decision.chosen()) : Optional.empty();
    }
}
