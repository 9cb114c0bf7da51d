package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.market.v1.Offer;
import io.isobar.proto.region.v1.PoolOffer;
import java.util.List;

/** Offers, one line each, with what is behind them. */
public final class OfferTable {
    private static final Listing<PoolOffer> LISTING = new Listing<PoolOffer>()
            .add(Column.name("POOL", 18, 27), (offer, frame) -> PoolTable.name(offer.getPool()))
            .add(Column.text("PROVIDER", 8), (offer, frame) -> Unknown.orMark(offer.getProvider()))
            .add(
                    Column.text("ACCELERATOR", 11),
                    (offer, frame) ->
                            Model.text(PoolTable.accelerator(offer.getPool().getPool()), frame))
            .add(Column.whole("MODE"), (offer, frame) -> mode(offer.getOffer().getMode()))
            .add(Column.whole("PRICE"), (offer, frame) -> price(offer.getOffer()))
            .add(Column.number("UNITS FREE"), (offer, frame) -> RegionTable.units(List.of(offer.getPool())))
            .add(Column.whole("AGE"), (offer, frame) -> PoolTable.age(offer.getPool(), frame))
            .addWide(Column.number("CORES FREE"), (offer, frame) -> RegionTable.cores(List.of(offer.getPool())))
            .addWide(Column.whole("VALID UNTIL"), (offer, frame) -> until(offer.getOffer(), frame));

    private OfferTable() {}

    public static Table of(List<PoolOffer> offers, Frame frame) {
        return LISTING.of(offers, frame);
    }

    static String until(Offer offer, Frame frame) {
        return offer.hasValidUntil() ? Times.full(offer.getValidUntil(), frame.zone()) : "it is withdrawn";
    }

    /** What is not said is on demand, by the contract. */
    static String mode(BillingMode mode) {
        return mode == BillingMode.BILLING_MODE_UNSPECIFIED ? "on-demand" : Words.word(mode);
    }

    /** "7.80 CNY/card-h"; an absent price is not known. */
    static String price(Offer offer) {
        if (!offer.hasPrice()) {
            return Unknown.MARK;
        }
        var unit =
                switch (offer.getUnit()) {
                    case PRICE_UNIT_CARD_HOUR -> "/card-h";
                    case PRICE_UNIT_CORE_HOUR -> "/core-h";
                    case PRICE_UNIT_NODE_HOUR -> "/node-h";
                    case PRICE_UNIT_UNSPECIFIED, UNRECOGNIZED -> " (unit unknown)";
                };
        return Amounts.price(offer.getPrice()) + unit;
    }
}
