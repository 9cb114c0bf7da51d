package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.workload.v1.Candidate;

/** The bill of a candidate, line by line, and their sum. */
final class BillTable {
    private BillTable() {}

    static Table of(Candidate candidate) {
        var table =
                new Table(Column.whole("BILL"), Column.number("AMOUNT"), Column.whole("BASIS"), Column.sentence("HOW"));
        for (var line : candidate.getBillList()) {
            table.row(
                    Words.word(line.getTerm()),
                    Amounts.money(line.getAmount()),
                    CandidateTable.basis(line.getBasis()),
                    line.getDetail());
        }
        for (var uncounted : candidate.getUncountedList()) {
            table.row("not counted", Unknown.WORD, "", uncounted);
        }
        return table.row("total", Amounts.money(candidate.getTotal()), "", "");
    }
}
