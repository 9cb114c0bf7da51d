package io.isobar.broker.ledger.postgres;

import io.isobar.broker.placement.Used;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What tenants used, as rows. */
final class UsedRows {
    static final String SELECT = "select tenant, accelerator_hours, core_hours, as_of from tenant_usage";

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT = "insert into tenant_usage (tenant, accelerator_hours, core_hours, as_of)"
            + " values (?, ?, ?, ?) on conflict (tenant) do update set accelerator_hours = excluded.accelerator_hours,"
            + " core_hours = excluded.core_hours, as_of = excluded.as_of where tenant_usage.as_of <= excluded.as_of";

    private UsedRows() {}

    static void upsert(Connection connection, Map<String, Used> byTenant) throws SQLException {
        if (byTenant.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(UPSERT)) {
            for (var entry : new TreeMap<>(byTenant).entrySet()) {
                statement.setString(1, entry.getKey());
                statement.setDouble(2, entry.getValue().acceleratorHours());
                statement.setDouble(3, entry.getValue().coreHours());
                statement.setObject(4, Times.toSql(entry.getValue().asOf()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static Used read(ResultSet row) throws SQLException {
        return new Used(row.getDouble("accelerator_hours"), row.getDouble("core_hours"), Times.fromSql(row, "as_of"));
    }
}
