package io.isobar.broker.ledger.postgres;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.Reservation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Reservations of nodes, as rows. */
final class ReservationRows {
    static final String SELECT = "select region, pool, name, tenant, nodes, from_time, until_time from reservations"
            + " order by region, pool, name";

    private static final String UPSERT =
            "insert into reservations (region, pool, name, tenant, nodes, from_time, until_time)"
                    + " values (?, ?, ?, ?, ?, ?, ?) on conflict (region, pool, name) do update set"
                    + " tenant = excluded.tenant, nodes = excluded.nodes, from_time = excluded.from_time,"
                    + " until_time = excluded.until_time";
    private static final String DELETE = "delete from reservations where region = ? and pool = ? and name = ?";

    private ReservationRows() {}

    /** Empty: it is gone. */
    static void write(Connection connection, Map<Reservation.Key, Optional<Reservation>> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (var upsert = connection.prepareStatement(UPSERT);
                var delete = connection.prepareStatement(DELETE)) {
            for (var change : changes.entrySet()) {
                var there = change.getValue();
                bind(there.isPresent() ? upsert : delete, change.getKey());
                if (there.isPresent()) {
                    upsert.setString(4, there.get().tenant());
                    upsert.setInt(5, there.get().nodes());
                    upsert.setObject(6, Times.toSql(there.get().from()));
                    upsert.setObject(7, Times.toSql(there.get().until()));
                    upsert.addBatch();
                } else {
                    delete.addBatch();
                }
            }
            delete.executeBatch();
            upsert.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Reservation.Key key) throws SQLException {
        statement.setString(1, key.pool().region().value());
        statement.setString(2, key.pool().pool());
        statement.setString(3, key.name());
    }

    static Reservation read(ResultSet row) throws SQLException {
        return new Reservation(
                new PoolKey(new RegionName(row.getString("region")), row.getString("pool")),
                row.getString("name"),
                row.getString("tenant"),
                row.getInt("nodes"),
                Times.fromSql(row, "from_time"),
                Times.fromSql(row, "until_time"));
    }
}
