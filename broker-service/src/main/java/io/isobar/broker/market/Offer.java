package io.isobar.broker.market;

import io.isobar.broker.resource.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price of a pool in one billing mode. A pool with no offer has no known price; it is not free.
 *
 * @param price per {@code unit}, not negative
 * @param validUntil from when on it is not valid; null: until withdrawn
 */
public record Offer(
        BillingMode mode, Unit unit, Money price, @Nullable Instant validUntil) {
    /** What a price is for. Prices per card and per node are never mixed. */
    public enum Unit {
        CARD_HOUR("card"),
        CORE_HOUR("core"),
        NODE_HOUR("node");

        private final String noun;

        Unit(String noun) {
            this.noun = noun;
        }

        public String noun() {
            return noun;
        }
    }

    public Offer {
        if (price.isNegative()) {
            throw new IllegalArgumentException("a price is not negative, is " + price);
        }
    }

    public boolean isValidAt(Instant time) {
        return validUntil == null || time.isBefore(validUntil);
    }
}
