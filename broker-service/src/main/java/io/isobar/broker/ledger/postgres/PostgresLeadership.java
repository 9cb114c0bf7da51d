package io.isobar.broker.ledger.postgres;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The lead, as a row that is updated under a lock which all who write share. See ADR 0031. */
public final class PostgresLeadership implements Leadership {
    /** Of the advisory locks of this database; any number that nothing else uses. */
    private static final long LOCK = 0x150BA2L;
    /** The database ends a transaction that nobody goes on with; what sleeps must not keep others from the lead. */
    private static final String GUARD = "set local idle_in_transaction_session_timeout = '5s';"
            + " select pg_advisory_xact_lock_shared(" + LOCK + "); select epoch from leadership";

    private final DataSource database;
    private volatile long epoch;

    public PostgresLeadership(DataSource database) {
        this.database = database;
    }

    @Override
    public OptionalLong take(String holder, Duration lease) {
        return Transactions.in(database, connection -> {
            lock(connection);
            try (var statement = connection.prepareStatement("update leadership set epoch = epoch + 1, holder = ?,"
                    + " expires_at = clock_timestamp() + ? * interval '1 millisecond'"
                    + " where expires_at <= clock_timestamp() or holder = ? returning epoch")) {
                statement.setString(1, holder);
                statement.setLong(2, lease.toMillis());
                statement.setString(3, holder);
                try (var rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        return OptionalLong.empty();
                    }
                    epoch = rows.getLong(1);
                    return OptionalLong.of(epoch);
                }
            }
        });
    }

    private static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    @Override
    public boolean renew(Duration lease) {
        return Transactions.in(database, connection -> {
            try (var statement = connection.prepareStatement("update leadership set expires_at = clock_timestamp()"
                    + " + ? * interval '1 millisecond' where epoch = ?")) {
                statement.setLong(1, lease.toMillis());
                statement.setLong(2, epoch);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void release() {
        renew(Duration.ZERO);
        epoch = 0;
    }

    @Override
    public String holder() {
        return Transactions.in(database, connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select holder from leadership")) {
                return rows.next() ? rows.getString(1) : "";
            }
        });
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /** What every transaction that writes begins with. */
    public static String guard() {
        return GUARD;
    }

    /** Begins every transaction that writes; throws NOT_LEADER where another has the lead. */
    void guard(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean isRows = statement.execute(GUARD);
            long found = -1;
            while (isRows || statement.getUpdateCount() != -1) {
                if (isRows) {
                    try (var rows = statement.getResultSet()) {
                        if (rows.next() && rows.getMetaData().getColumnName(1).equals("epoch")) {
                            found = rows.getLong(1);
                        }
                    }
                }
                isRows = statement.getMoreResults();
            }
            if (epoch == 0 || found != epoch) {
                throw new Failure(
                        Reason.NOT_LEADER,
                        "this broker " + (epoch == 0 ? "does not lead" : "led with epoch " + epoch)
                                + ", and the epoch is " + found + "; nothing was written");
            }
        }
    }
}
