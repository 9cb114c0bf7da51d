package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.telemetry.v1.WindowStatistics;
import java.util.List;

/** Figures from telemetry, one line each: the last, and what the minute of the newest and the ten minutes that end with it say. */
final class FigureTable {
    private static final Listing<Figure> OF_REGION = new Listing<Figure>()
            .add(Column.text("FIGURE", 16), (figure, frame) -> Words.word(figure.getMetric()))
            .add(Column.text("POOL", 8), (figure, frame) -> figure.hasPool() ? figure.getPool() : "(region)")
            .add(Column.number("VALUE"), (figure, frame) -> Amounts.decimal(figure.getValue()))
            .add(Column.whole("UNIT"), (figure, frame) -> figure.getUnit())
            .add(Column.whole("SOURCE"), (figure, frame) -> Words.word(figure.getSource()))
            .add(Column.number("AGE"), FigureTable::age)
            .addWide(Column.whole("LAST MINUTE"), (figure, frame) -> minute(figure))
            .addWide(Column.whole("TEN MINUTES"), (figure, frame) -> sliding(figure));

    private static final Listing<Figure> OF_POOL = new Listing<Figure>()
            .add(Column.text("FIGURE", 12), (figure, frame) -> Words.word(figure.getMetric()))
            .add(Column.number("VALUE"), (figure, frame) -> Amounts.decimal(figure.getValue()))
            .add(Column.whole("UNIT"), (figure, frame) -> figure.getUnit())
            .add(Column.whole("SOURCE"), (figure, frame) -> Words.word(figure.getSource()))
            .add(Column.number("AGE"), FigureTable::age)
            .add(Column.text("TEN MINUTES", 16), (figure, frame) -> sliding(figure))
            .addWide(Column.whole("LAST MINUTE"), (figure, frame) -> minute(figure));

    private FigureTable() {}

    static Table ofRegion(List<Figure> figures, Frame frame) {
        return OF_REGION.of(figures, frame);
    }

    /** Without the name of the pool. */
    static Table ofPool(List<Figure> figures, Frame frame) {
        return OF_POOL.of(figures, frame);
    }

    private static String age(Figure figure, Frame frame) {
        return figure.hasObservedAt() ? Ages.ago(figure.getObservedAt(), frame.now()) : Unknown.MARK;
    }

    private static String minute(Figure figure) {
        return figure.hasMinute() ? window(figure.getMinute()) : Unknown.MARK;
    }

    private static String sliding(Figure figure) {
        return figure.hasSliding() ? window(figure.getSliding()) : Unknown.MARK;
    }

    /** "mean 0.5 (0.1 to 0.9)", or "3 in all" of what is counted. */
    private static String window(WindowStatistics window) {
        return window.hasSum()
                ? Amounts.decimal(window.getSum()) + " in all"
                : "mean " + Amounts.decimal(window.getMean()) + " (" + Amounts.decimal(window.getMinimum()) + " to "
                        + Amounts.decimal(window.getMaximum()) + ")";
    }
}
