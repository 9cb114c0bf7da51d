package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.REAL;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.Seen;
import io.isobar.broker.learning.StartTally;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How pools kept what they promise, as rows. */
final class PoolRows {
    private static final List<String> FIGURES = List.of(
            "failures",
            "card_hours",
            "reclaims",
            "spot_hours",
            "refused",
            "answered",
            "starts",
            "start_sum",
            "start_squares");

    private static final String NAMES = "region, pool, model, as_of, " + String.join(", ", FIGURES);

    static final String SELECT = "select " + NAMES + " from pool_records order by as_of, region, pool";

    private static final Column[] COLUMNS = {
        TEXT, TEXT, TEXT, TEXT, REAL, REAL, REAL, REAL, REAL, REAL, REAL, REAL, REAL
    };
    private static final Column[] KEY = {TEXT, TEXT};

    // A repeated, older commit must not undo a newer one.
    private static final String UPSERT = "insert into pool_records (" + NAMES + ") select region, pool, model,"
            + " as_of::timestamptz, " + String.join(", ", FIGURES) + " from " + RowArrays.unnest(COLUMNS) + " as n ("
            + NAMES + ") on conflict (region, pool) do update set model = excluded.model, as_of = excluded.as_of, "
            + FIGURES.stream().map(name -> name + " = excluded." + name).collect(Collectors.joining(", "))
            + " where pool_records.as_of <= excluded.as_of";

    private static final String DELETE = "delete from pool_records p using " + RowArrays.unnest(KEY)
            + " as n (region, pool) where p.region = n.region and p.pool = n.pool";

    private PoolRows() {}

    static void put(Connection connection, Map<PoolKey, Optional<PoolTally>> pools) throws SQLException {
        var kept = new RowArrays(COLUMNS);
        var forgotten = new RowArrays(KEY);
        new TreeMap<>(pools).forEach((pool, seen) -> {
            var region = pool.region().value();
            seen.ifPresentOrElse(
                    tally -> kept.add(
                            region,
                            pool.pool(),
                            tally.model(),
                            tally.asOf().toString(),
                            tally.failures().events(),
                            tally.failures().exposure(),
                            tally.reclaims().events(),
                            tally.reclaims().exposure(),
                            tally.refusals().events(),
                            tally.refusals().exposure(),
                            tally.starts().weight(),
                            tally.starts().sum(),
                            tally.starts().squares()),
                    () -> forgotten.add(region, pool.pool()));
        });
        kept.execute(connection, UPSERT);
        forgotten.execute(connection, DELETE);
    }

    static PoolKey key(ResultSet row) throws SQLException {
        return new PoolKey(new RegionName(row.getString("region")), row.getString("pool"));
    }

    static PoolTally tally(ResultSet row) throws SQLException {
        return new PoolTally(
                row.getString("model"),
                new Seen(row.getDouble("failures"), row.getDouble("card_hours")),
                new Seen(row.getDouble("reclaims"), row.getDouble("spot_hours")),
                new Seen(row.getDouble("refused"), row.getDouble("answered")),
                new StartTally(row.getDouble("starts"), row.getDouble("start_sum"), row.getDouble("start_squares")),
                Times.fromSql(row, "as_of"));
    }
}
