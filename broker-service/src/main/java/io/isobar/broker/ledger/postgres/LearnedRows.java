package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.INTEGER;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.LONG;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.REAL;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What runs have taught, as rows. */
final class LearnedRows {
    // What was seen most often comes last, as what the leader forgets last.
    static final String SELECT =
            "select tenant, family, model, replicas, units, weight, sum, runs, unit_hours, squares from learned_runs order by runs";

    private static final Column[] COLUMNS = {TEXT, TEXT, TEXT, INTEGER, INTEGER, REAL, REAL, LONG, REAL, REAL};
    private static final Column[] KEY = {TEXT, TEXT, TEXT, INTEGER, INTEGER};

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT =
            "insert into learned_runs (tenant, family, model, replicas, units, weight, sum, runs, unit_hours, squares) select * from "
                    + RowArrays.unnest(COLUMNS) + " on conflict (family, model, tenant, replicas, units) do update set"
                    + " weight = excluded.weight, sum = excluded.sum, runs = excluded.runs, unit_hours = excluded.unit_hours, squares = excluded.squares"
                    + " where learned_runs.runs <= excluded.runs";

    private static final String DELETE = "delete from learned_runs l using " + RowArrays.unnest(KEY)
            + " as n (tenant, family, model, replicas, units) where l.family = n.family and l.model = n.model"
            + " and l.tenant = n.tenant and l.replicas = n.replicas and l.units = n.units";

    private LearnedRows() {}

    static void put(Connection connection, Map<RunKind, Tally> runs) throws SQLException {
        var kept = new RowArrays(COLUMNS);
        var forgotten = new RowArrays(KEY);
        var ordered = new TreeMap<RunKind, Tally>(RunKind.ORDER);
        ordered.putAll(runs);
        ordered.forEach((kind, tally) -> {
            if (tally.runs() == 0) {
                forgotten.add(kind.tenant(), kind.family(), kind.model(), kind.replicas(), kind.units());
            } else {
                kept.add(
                        kind.tenant(),
                        kind.family(),
                        kind.model(),
                        kind.replicas(),
                        kind.units(),
                        tally.weight(),
                        tally.sum(),
                        tally.runs(),
                        tally.unitHours(),
                        tally.squares());
            }
        });
        kept.execute(connection, UPSERT);
        forgotten.execute(connection, DELETE);
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
        return new Tally(
                row.getDouble("weight"),
                row.getDouble("sum"),
                row.getLong("runs"),
                row.getDouble("unit_hours"),
                row.getDouble("squares"));
    }
}
