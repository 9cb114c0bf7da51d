package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.region.v1.LinkFigure;
import io.isobar.proto.telemetry.v1.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** What is known of the ways from and to a region, one line each, and whether placement reckons with it. */
final class LinkTable {
    private static final int MOST_DIGITS = 3;

    private static final Listing<LinkFigure> LINKS = new Listing<LinkFigure>()
            .add(Column.text("FROM", 8), (link, frame) -> link.getFrom())
            .add(Column.text("TO", 8), (link, frame) -> link.getTo())
            .add(Column.text("FIGURE", 12), (link, frame) -> name(link.getMetric()))
            .add(Column.number("VALUE"), (link, frame) -> value(link))
            .add(Column.whole("SOURCE"), (link, frame) -> Words.word(link.getSource()))
            .add(Column.number("AGE"), LinkTable::age)
            .add(Column.whole("COUNTS"), (link, frame) -> link.getCounts() ? "yes" : "no");

    private LinkTable() {}

    static Table of(List<LinkFigure> links, Frame frame) {
        return LINKS.of(links, frame);
    }

    private static String name(Metric metric) {
        return switch (metric) {
            case METRIC_LINK_ROUND_TRIP -> "round trip";
            case METRIC_LINK_BANDWIDTH -> "bandwidth";
            default -> Words.word(metric);
        };
    }

    private static String value(LinkFigure link) {
        return switch (link.getMetric()) {
            case METRIC_LINK_ROUND_TRIP -> rounded(link.getValue() * 1e3) + " ms";
            case METRIC_LINK_BANDWIDTH -> rounded(link.getValue() / 1e9) + " Gbit/s";
            default -> Amounts.decimal(link.getValue()) + " " + link.getUnit();
        };
    }

    private static String rounded(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(MOST_DIGITS))
                        .stripTrailingZeros()
                        .toPlainString()
                : Unknown.MARK;
    }

    /** What is from the table has none. */
    private static String age(LinkFigure link, Frame frame) {
        return link.hasObservedAt() ? Ages.ago(link.getObservedAt(), frame.now()) : Unknown.MARK;
    }
}
