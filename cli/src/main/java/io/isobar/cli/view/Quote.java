package io.isobar.cli.view;

import io.isobar.proto.region.v1.PoolOffer;
import io.isobar.proto.resource.v1.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;

/**
 * An offer for so many units on one node, for so many hours. Prices are multiplied, never converted.
 *
 * @param units on one node; 0: not said
 * @param hours as they were asked for
 */
public record Quote(PoolOffer offer, long units, BigDecimal hours) {
    /** By currency, the cheapest first; what cannot be reckoned comes last. */
    public static final Comparator<Quote> CHEAPEST = Comparator.comparing(
                    (Quote quote) -> quote.amount().isEmpty())
            .thenComparing(quote -> quote.offer().getOffer().getPrice().getCurrency())
            .thenComparing(quote -> quote.amount().orElse(BigDecimal.ZERO))
            .thenComparing(quote -> PoolTable.name(quote.offer().getPool()));

    /** What it costs; empty where the price is not known, or is for cores, of which the request says nothing. */
    Optional<BigDecimal> amount() {
        var offer = offer().getOffer();
        if (!offer.hasPrice()) {
            return Optional.empty();
        }
        BigDecimal price;
        try {
            price = new BigDecimal(offer.getPrice().getAmount());
        } catch (NumberFormatException notDecimal) {
            return Optional.empty();
        }
        return switch (offer.getUnit()) {
            case PRICE_UNIT_CARD_HOUR ->
                units == 0
                        ? Optional.empty()
                        : Optional.of(price.multiply(hours).multiply(BigDecimal.valueOf(units)));
            // So many units are on one node, and the whole node is paid for.
            case PRICE_UNIT_NODE_HOUR -> Optional.of(price.multiply(hours));
            case PRICE_UNIT_CORE_HOUR, PRICE_UNIT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    /** The same with its currency. */
    public Optional<Money> cost() {
        return amount().map(amount -> Money.newBuilder()
                .setAmount(amount.toPlainString())
                .setCurrency(offer().getOffer().getPrice().getCurrency())
                .build());
    }
}
