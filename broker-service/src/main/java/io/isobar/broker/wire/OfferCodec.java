package io.isobar.broker.wire;

import io.isobar.broker.market.Offer;

/** Prices of pools. */
public final class OfferCodec {
    private OfferCodec() {}

    public static io.isobar.proto.market.v1.Offer toProto(String pool, Offer offer) {
        var to = io.isobar.proto.market.v1.Offer.newBuilder()
                .setPool(pool)
                .setMode(EnumCodec.toProto(offer.mode()))
                .setUnit(EnumCodec.toProto(offer.unit()))
                .setPrice(MoneyCodec.toProto(offer.price()));
        if (offer.validUntil() != null) {
            to.setValidUntil(TimeCodec.toProto(offer.validUntil()));
        }
        return to.build();
    }
}
