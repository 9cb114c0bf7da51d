package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.workload.v1.Rate;
import java.util.List;
import java.util.Locale;

/** What runs have taught, one line for each kind of run. */
public final class RateTable {
    private static final Listing<Rate> LISTING = new Listing<Rate>()
            .add(Column.text("FAMILY", 12), (rate, frame) -> rate.getFamily())
            .add(Column.text("MODEL", 11), (rate, frame) -> Unknown.orMark(Model.text(rate.getModelId(), frame)))
            .add(Column.whole("GANG"), (rate, frame) -> gang(rate))
            .add(Column.text("TENANT", 8), (rate, frame) -> rate.getTenant())
            .add(Column.number("RUNS"), (rate, frame) -> runs(rate))
            .add(Column.number("FACTOR"), (rate, frame) -> String.format(Locale.ROOT, "x %.2f", rate.getFactor()))
            .add(
                    Column.number("GIVE OR TAKE"),
                    (rate, frame) -> String.format(Locale.ROOT, "%.0f %%", 100 * (rate.getSpread() - 1)))
            .add(Column.number("9 OF 10"), (rate, frame) -> late(rate));

    private RateTable() {}

    public static Table of(List<Rate> rates, Frame frame) {
        return LISTING.of(rates, frame);
    }

    /** "3+1": three were seen, one is under way. */
    private static String runs(Rate rate) {
        return Amounts.count(rate.getRuns()) + (rate.getUnderWay() == 0 ? "" : "+" + Amounts.count(rate.getUnderWay()));
    }

    /** By how much longer than expected nine of ten take at most; a broker of before does not say. */
    private static String late(Rate rate) {
        return rate.getLate() == 0 ? Unknown.MARK : String.format(Locale.ROOT, "+%.0f %%", 100 * (rate.getLate() - 1));
    }

    /** "4 x 8": replicas by units of each. */
    private static String gang(Rate rate) {
        return rate.getReplicas() + " x " + rate.getUnits();
    }
}
