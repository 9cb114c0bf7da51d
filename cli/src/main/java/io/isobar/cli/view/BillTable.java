package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.Candidate;

/** The bill of a candidate, line by line: what is charged and its sum, then what only weighs in the choice, and the sum of all. */
final class BillTable {
    private BillTable() {}

    static Table of(Candidate candidate) {
        var table =
                new Table(Column.whole("BILL"), Column.number("AMOUNT"), Column.whole("BASIS"), Column.sentence("HOW"));
        var lines = candidate.getBillList();
        lines.stream().filter(line -> !line.getWeighsOnly()).forEach(line -> add(table, line, ""));
        if (lines.stream().anyMatch(BillLine::getWeighsOnly)) {
            table.row("charged", Amounts.money(candidate.getPaid()), "", "");
            lines.stream().filter(BillLine::getWeighsOnly).forEach(line -> add(table, line, mark(line)));
        }
        for (var uncounted : candidate.getUncountedList()) {
            table.row("not counted", Unknown.WORD, "", uncounted);
        }
        return table.row("total", Amounts.money(candidate.getTotal()), "", "");
    }

    private static String mark(BillLine line) {
        return line.getTerm() == BillTerm.BILL_TERM_LEARNING ? "credit, nobody is paid: " : "not charged: ";
    }

    private static void add(Table table, BillLine line, String mark) {
        table.row(
                Words.word(line.getTerm()),
                Amounts.money(line.getAmount()),
                CandidateTable.basis(line.getBasis()),
                mark + line.getDetail());
    }
}
