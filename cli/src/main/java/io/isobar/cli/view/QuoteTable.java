package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.region.v1.PoolStatus;
import java.util.List;

/** Who sells an accelerator, and what so many units cost for so long. */
public final class QuoteTable {
    private static final Listing<Quote> LISTING = new Listing<Quote>()
            .add(Column.name("POOL", 16, 24), (quote, frame) -> PoolTable.name(pool(quote)))
            .add(
                    Column.text("PROVIDER", 8),
                    (quote, frame) -> Unknown.orMark(quote.offer().getProvider()))
            .add(
                    Column.whole("TERM"),
                    (quote, frame) -> OfferTable.mode(quote.offer().getOffer().getMode()))
            .add(
                    Column.whole("PRICE"),
                    (quote, frame) -> OfferTable.price(quote.offer().getOffer()))
            .add(
                    Column.number("COST"),
                    (quote, frame) -> quote.cost().map(Amounts::money).orElse(Unknown.MARK))
            .add(Column.number("UNITS FREE"), (quote, frame) -> RegionTable.units(List.of(pool(quote))))
            .add(Column.number("NODE"), (quote, frame) -> PoolTable.largest(pool(quote)))
            .add(Column.whole("AGE"), (quote, frame) -> PoolTable.age(pool(quote), frame))
            .addWide(
                    Column.whole("ACCELERATOR"),
                    (quote, frame) -> PoolTable.accelerator(pool(quote).getPool()))
            .addWide(
                    Column.whole("UNIT"),
                    (quote, frame) -> PoolTable.unit(pool(quote).getPool()))
            .addWide(
                    Column.whole("VALID UNTIL"),
                    (quote, frame) -> OfferTable.until(quote.offer().getOffer(), frame));

    private QuoteTable() {}

    public static Table of(List<Quote> quotes, Frame frame) {
        return LISTING.of(quotes, frame);
    }

    private static PoolStatus pool(Quote quote) {
        return quote.offer().getPool();
    }
}
