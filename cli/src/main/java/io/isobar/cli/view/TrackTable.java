package io.isobar.cli.view;

import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.proto.region.v1.PoolStatus;
import java.util.List;

/** How pools kept what they promise, one line for each. */
final class TrackTable {
    private TrackTable() {}

    /** {@code pools} have a record. */
    static Table of(List<PoolStatus> pools, Frame frame) {
        var table = new Table(
                Column.text("POOL", 8),
                Column.number("CARD-H A FAILURE"),
                Column.number("90 %"),
                Column.number("SPOT-H A RECLAIM"),
                Column.number("90 % START IN"),
                Column.number("REFUSED"));
        for (var pool : pools) {
            var record = pool.getRecord();
            table.row(
                    pool.getPool().getName(),
                    RecordText.every(record.getFailures()),
                    RecordText.interval(record.getFailures()),
                    RecordText.every(record.getReclaims()),
                    RecordText.start(record),
                    RecordText.share(record));
        }
        return table;
    }
}
