package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.REAL;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.ledger.postgres.RowArrays.Column;
import io.isobar.broker.placement.Used;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What tenants used, as rows. */
final class UsedRows {
    static final String SELECT = "select tenant, accelerator_hours, core_hours, as_of from tenant_usage";

    private static final Column[] COLUMNS = {TEXT, REAL, REAL, TEXT};

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT = "insert into tenant_usage (tenant, accelerator_hours, core_hours, as_of)"
            + " select tenant, accelerator_hours, core_hours, as_of::timestamptz from " + RowArrays.unnest(COLUMNS)
            + " as n (tenant, accelerator_hours, core_hours, as_of) on conflict (tenant) do update set"
            + " accelerator_hours = excluded.accelerator_hours, core_hours = excluded.core_hours, as_of = excluded.as_of"
            + " where tenant_usage.as_of <= excluded.as_of";

    private UsedRows() {}

    static void upsert(Connection connection, Map<String, Used> byTenant) throws SQLException {
        var rows = new RowArrays(COLUMNS);
        new TreeMap<>(byTenant)
                .forEach((tenant, used) -> rows.add(
                        tenant,
                        used.acceleratorHours(),
                        used.coreHours(),
                        used.asOf().toString()));
        rows.execute(connection, UPSERT);
    }

    static Used read(ResultSet row) throws SQLException {
        return new Used(row.getDouble("accelerator_hours"), row.getDouble("core_hours"), Times.fromSql(row, "as_of"));
    }
}
