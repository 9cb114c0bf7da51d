package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.INTEGER;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** First runs that have ended, as rows. What kept one from teaching may be mended since: after a month nothing is held against a model any more. */
final class TrialRows {
    private static final String OLD = "ended_at < now() - interval '30 days'";

    // What was tried last comes last, as what the leader forgets last.
    static final String SELECT =
            "select family, model, ended from learned_trials where not " + OLD + " order by ended_at, family, model";

    private static final Column[] COLUMNS = {TEXT, TEXT, INTEGER};
    private static final Column[] KEY = {TEXT, TEXT};

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT =
            "insert into learned_trials (family, model, ended) select * from " + RowArrays.unnest(COLUMNS)
                    + " on conflict (family, model) do update set ended = excluded.ended, ended_at = now()"
                    + " where learned_trials.ended < excluded.ended or learned_trials." + OLD;

    private static final String DELETE = "delete from learned_trials t using " + RowArrays.unnest(KEY)
            + " as n (family, model) where t.family = n.family and t.model = n.model";

    private TrialRows() {}

    static void put(Connection connection, Map<Trial, Integer> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        var kept = new RowArrays(COLUMNS);
        var forgotten = new RowArrays(KEY);
        var ordered = new TreeMap<Trial, Integer>(Trial.ORDER);
        ordered.putAll(ended);
        ordered.forEach((trial, times) -> {
            if (times == 0) {
                forgotten.add(trial.family(), trial.model());
            } else {
                kept.add(trial.family(), trial.model(), times);
            }
        });
        kept.execute(connection, UPSERT);
        forgotten.execute(connection, DELETE);
        try (var statement = connection.prepareStatement("delete from learned_trials where " + OLD)) {
            statement.executeUpdate();
        }
    }

    static Trial trial(ResultSet row) throws SQLException {
        return new Trial(row.getString("family"), row.getString("model"));
    }
}
