package io.isobar.broker.ledger.postgres;

import io.isobar.broker.fencing.FenceMark;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** The columns of a region's last fence. */
final class FenceColumns {
    static final String NAMES = "fence_number, fence_stands, fence_lease_ms";

    private FenceColumns() {}

    static void bind(PreparedStatement statement, int first, FenceMark fence) throws SQLException {
        statement.setLong(first, fence.number());
        statement.setBoolean(first + 1, fence.stands());
        statement.setLong(first + 2, fence.lease().toMillis());
    }

    static FenceMark read(ResultSet row) throws SQLException {
        return new FenceMark(
                row.getLong("fence_number"),
                row.getBoolean("fence_stands"),
                Duration.ofMillis(row.getLong("fence_lease_ms")));
    }
}
