package io.isobar.broker.ledger.postgres;

import io.isobar.broker.learning.RunBook;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What runs have taught, as rows. */
final class LearnedRows {
    // The leader remembers no more; what was seen most often comes last, as what it will forget last.
    static final String SELECT =
            "select * from (select tenant, family, model, replicas, units, weight, sum, squares, runs"
                    + " from learned_runs order by runs desc limit " + RunBook.MOST_KINDS + ") as most order by runs";

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT =
            "insert into learned_runs (tenant, family, model, replicas, units, weight, sum, squares, runs)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (family, model, tenant, replicas, units) do update set"
                    + " weight = excluded.weight, sum = excluded.sum, squares = excluded.squares, runs = excluded.runs"
                    + " where learned_runs.runs <= excluded.runs";

    private LearnedRows() {}

    static void upsert(Connection connection, Map<RunKind, Tally> runs) throws SQLException {
        if (runs.isEmpty()) {
            return;
        }
        var ordered = new TreeMap<RunKind, Tally>(RunKind.ORDER);
        ordered.putAll(runs);
        try (var statement = connection.prepareStatement(UPSERT)) {
            for (var entry : ordered.entrySet()) {
                statement.setString(1, entry.getKey().tenant());
                statement.setString(2, entry.getKey().family());
                statement.setString(3, entry.getKey().model());
                statement.setInt(4, entry.getKey().replicas());
                statement.setInt(5, entry.getKey().units());
                statement.setDouble(6, entry.getValue().weight());
                statement.setDouble(7, entry.getValue().sum());
                statement.setDouble(8, entry.getValue().squares());
                statement.setLong(9, entry.getValue().runs());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static RunKind kind(ResultSet row) throws SQLException {
        return new RunKind(
                row.getString("tenant"),
                row.getString("family"),
                row.getString("model"),
                row.getInt("replicas"),
                row.getInt("units"));
    }

    static Tally tally(ResultSet row) throws SQLException {
        return new Tally(row.getDouble("weight"), row.getDouble("sum"), row.getDouble("squares"), row.getLong("runs"));
    }
}
