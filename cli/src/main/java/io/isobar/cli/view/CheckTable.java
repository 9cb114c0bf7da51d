package io.isobar.cli.view;

import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.region.v1.LinkCheck;
import java.util.List;

/** What was found at each link. */
public final class CheckTable {
    private CheckTable() {}

    public static Table of(List<LinkCheck> checks) {
        var table = new Table(
                Column.whole("LINK"),
                Column.text("NAME", 16),
                Column.whole("STATE"),
                Column.number("TOOK"),
                Column.sentence("FINDING"));
        for (var check : checks) {
            table.row(
                    check.getKind(),
                    check.getName(),
                    check.getGood() ? "good" : "BAD",
                    check.hasTook() ? Times.measured(Times.duration(check.getTook())) : Unknown.MARK,
                    check.getFinding() + (check.getRemedy().isEmpty() ? "" : "; to do: " + check.getRemedy()));
        }
        return table;
    }
}
