package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The bills of several candidates side by side: a column for each line that any of them has, those that are charged first. */
final class BillsTable {
    private static final Comparator<BillLine> CHARGED_FIRST =
            Comparator.comparing(BillLine::getWeighsOnly).thenComparing(BillLine::getTerm);

    private BillsTable() {}

    static Table of(List<Candidate> candidates) {
        var headers = candidates.stream()
                .flatMap(candidate -> candidate.getBillList().stream())
                .sorted(CHARGED_FIRST)
                .map(BillsTable::header)
                .distinct()
                .toList();
        var columns = new ArrayList<Column>();
        columns.add(Column.whole("BILLS"));
        headers.forEach(header -> columns.add(Column.number(header)));
        columns.add(Column.number("CHARGED"));
        columns.add(Column.number("TOTAL"));
        columns.add(Column.sentence("NOT COUNTED"));
        var table = new Table(columns);
        for (var candidate : candidates) {
            var cells = new ArrayList<String>();
            cells.add(candidate.getRegion() + "/" + candidate.getPool());
            headers.forEach(header -> cells.add(amount(candidate, header)));
            cells.add(candidate.hasPaid() ? Amounts.money(candidate.getPaid()) : Unknown.MARK);
            cells.add(candidate.hasTotal() ? Amounts.money(candidate.getTotal()) : Unknown.MARK);
            cells.add(String.join("; ", candidate.getUncountedList()));
            table.row(cells);
        }
        return table;
    }

    private static String header(BillLine line) {
        return term(line.getTerm()) + (line.getWeighsOnly() ? " (WEIGHS)" : "");
    }

    private static String term(BillTerm term) {
        return Words.word(term).toUpperCase(Locale.ROOT);
    }

    /** What is not in the bill is no amount; it may be among what is not counted. */
    private static String amount(Candidate candidate, String header) {
        return candidate.getBillList().stream()
                .filter(line -> header(line).equals(header))
                .map(BillLine::getAmount)
                .map(Amounts::money)
                .findFirst()
                .orElse("");
    }
}
