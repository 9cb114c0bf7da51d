package io.isobar.broker.ledger.postgres;

import io.isobar.broker.capacity.Maintenance;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of a region's maintenance; all null where none is announced. */
final class MaintenanceColumns {
    static final String NAMES = "maintenance_from, maintenance_until, maintenance_lead_ms, maintenance_note";

    private MaintenanceColumns() {}

    static void bind(PreparedStatement statement, int first, @Nullable Maintenance maintenance) throws SQLException {
        if (maintenance == null) {
            statement.setNull(first, Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setNull(first + 1, Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setNull(first + 2, Types.BIGINT);
            statement.setNull(first + 3, Types.VARCHAR);
        } else {
            statement.setObject(first, Times.toSql(maintenance.from()));
            statement.setObject(first + 1, Times.toSql(maintenance.until()));
            statement.setLong(first + 2, maintenance.lead().toMillis());
            statement.setString(first + 3, maintenance.note());
        }
    }

    static @Nullable Maintenance read(ResultSet row) throws SQLException {
        var from = row.getObject("maintenance_from", OffsetDateTime.class);
        if (from == null) {
            return null;
        }
        var until = Objects.requireNonNull(row.getObject("maintenance_until", OffsetDateTime.class));
        return new Maintenance(
                from.toInstant(),
                until.toInstant(),
                Duration.ofMillis(row.getLong("maintenance_lead_ms")),
                row.getString("maintenance_note"));
    }
}
