package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.REAL;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.ledger.postgres.RowArrays.Column;
import io.isobar.broker.placement.Used;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
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

    private static final String DELETE =
            "delete from tenant_usage u using " + RowArrays.unnest(TEXT) + " as n (tenant) where u.tenant = n.tenant";

    private UsedRows() {}

    static void put(Connection connection, Map<String, Optional<Used>> byTenant) throws SQLException {
        var kept = new RowArrays(COLUMNS);
        var forgotten = new RowArrays(TEXT);
        new TreeMap<>(byTenant)
                .forEach((tenant, now) -> now.ifPresentOrElse(
                        used -> kept.add(
                                tenant,
                                used.acceleratorHours(),
                                used.coreHours(),
                                used.asOf().toString()),
                        () -> forgotten.add(tenant)));
        kept.execute(connection, UPSERT);
        forgotten.execute(connection, DELETE);
    }

    static Used read(ResultSet row) throws SQLException {
        return new Used(row.getDouble("accelerator_hours"), row.getDouble("core_hours"), Times.fromSql(row, "as_of"));
    }
}
