package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.workload.v1.Basis;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Footprint;
import java.util.List;
import java.util.stream.Stream;

/** Candidates, best first. */
final class CandidateTable {
    static final String MARK = "*";

    private CandidateTable() {}

    /**
     * The table.
     *
     * @param placed the first is the one chosen
     */
    static Table of(List<Candidate> candidates, boolean placed, Frame frame) {
        var first = candidates.getFirst();
        var currency = currency(candidates);
        boolean one = !currency.isEmpty();
        return new Listing<Candidate>()
                .add(Column.whole(" "), (candidate, f) -> candidate.equals(first) && placed ? MARK : "")
                .add(Column.name("REGION", 8, 16), (candidate, f) -> candidate.getRegion())
                .add(Column.name("POOL", 6, 16), (candidate, f) -> candidate.getPool())
                .add(Column.name("ACCELERATOR", 8, 14), (candidate, f) -> Model.text(accelerator(candidate), f))
                .add(Column.whole("MODE"), (candidate, f) -> OfferTable.mode(candidate.getMode()))
                .add(
                        Column.number(one ? currency + "/H" : "PER HOUR"),
                        (candidate, f) -> money(candidate.getPricePerHour(), one))
                .add(
                        Column.number(one ? "TOTAL " + currency : "TOTAL"),
                        (candidate, f) -> money(candidate.getTotal(), one))
                .add(Column.number("RUN"), (candidate, f) -> runTime(candidate))
                .add(Column.whole("START"), (candidate, f) -> start(candidate))
                .add(Column.number("AGE"), (candidate, f) -> age(candidate))
                .addWide(Column.whole("PROVIDER"), (candidate, f) -> Unknown.orMark(candidate.getProvider()))
                .addWide(Column.whole("QUOTED"), (candidate, f) -> OfferTable.price(candidate.getOffer()))
                .addWide(Column.number("RATIO"), (candidate, f) -> ratio(candidate))
                .addWide(Column.number("KWH"), (candidate, f) -> energy(candidate.getFootprint()))
                .addWide(Column.number("KG CO2E"), (candidate, f) -> carbon(candidate.getFootprint()))
                .addWide(Column.number("VARIANT"), (candidate, f) -> Integer.toString(candidate.getVariant() + 1))
                .of(candidates, frame);
    }

    /** The currency of all of them, which leaves room in the table; empty where they differ. */
    private static String currency(List<Candidate> candidates) {
        var currencies = candidates.stream()
                .flatMap(candidate -> Stream.of(candidate.getPricePerHour(), candidate.getTotal()))
                .map(Money::getCurrency)
                .filter(currency -> !currency.isEmpty())
                .distinct()
                .toList();
        return currencies.size() == 1 ? currencies.getFirst() : "";
    }

    private static String money(Money money, boolean currencyIsNamed) {
        return currencyIsNamed ? Amounts.rounded(money) : Amounts.money(money);
    }

    private static String start(Candidate candidate) {
        if (!candidate.getStartsNow()) {
            return "waits";
        }
        return candidate.hasDelay() ? "in " + Times.span(Times.duration(candidate.getDelay())) : "now";
    }

    static String accelerator(Candidate candidate) {
        if (candidate.getModelId().isEmpty()) {
            return "none";
        }
        return candidate.getModelId() + (candidate.getUnits() > 0 ? ":" + candidate.getUnits() : "");
    }

    private static String runTime(Candidate candidate) {
        if (!candidate.hasRunTime()) {
            return Unknown.MARK;
        }
        var text = Times.span(Times.duration(candidate.getRunTime()));
        return candidate.getRunTimeBasis() == Basis.BASIS_ESTIMATED ? "~" + text : text;
    }

    /** Of the run time to that on the model that the work was declared for. */
    private static String ratio(Candidate candidate) {
        return candidate.hasRunTimeRatio()
                ? "x" + Amounts.decimal(candidate.getRunTimeRatio().getTime()) + " "
                        + basis(candidate.getRunTimeBasis())
                : "";
    }

    static String energy(Footprint footprint) {
        return footprint.hasKilowattHours() ? Amounts.decimal(footprint.getKilowattHours()) : Unknown.MARK;
    }

    static String carbon(Footprint footprint) {
        return footprint.hasKilogramsCo2E() ? Amounts.decimal(footprint.getKilogramsCo2E()) : Unknown.MARK;
    }

    static String age(Candidate candidate) {
        return candidate.hasCapacityAge() ? Ages.brief(Times.duration(candidate.getCapacityAge())) : Unknown.MARK;
    }

    static String basis(Basis basis) {
        return Words.word(basis);
    }
}
