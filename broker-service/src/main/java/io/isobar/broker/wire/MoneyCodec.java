package io.isobar.broker.wire;

import io.isobar.broker.resource.Money;

/** Amounts of money. */
public final class MoneyCodec {
    private MoneyCodec() {}

    public static io.isobar.proto.resource.v1.Money toProto(Money money) {
        return io.isobar.proto.resource.v1.Money.newBuilder()
                .setCurrency(money.currency().getCurrencyCode())
                .setAmount(money.amount())
                .build();
    }

    /** Throws {@link io.isobar.broker.resource.QuantityException} for anything that is not exactly an amount of money. */
    public static Money fromProto(io.isobar.proto.resource.v1.Money money) {
        return Money.parse(money.getAmount(), money.getCurrency());
    }
}
