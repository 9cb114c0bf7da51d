package io.isobar.broker.ledger.postgres;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Leadership;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The lead, as a row that is updated under a lock which all who write share. See ADR 0031. */
public final class PostgresLeadership implements Leadership {
    /** Of the advisory locks of this database; any number that nothing else uses. */
    private static final long LOCK = 0x150BA2L;
    /** The database ends a transaction that nobody goes on with; what sleeps must not keep others from the lead. */
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '5s';";

    private static final String SHARED =
            PATIENCE + " select pg_advisory_xact_lock_shared(" + LOCK + "); select epoch from leadership";
    private static final String EXCLUSIVE = PATIENCE + " select pg_advisory_xact_lock(" + LOCK + ")";

    private final DataSource database;
    private final LeaderSession session;
    private volatile long epoch;

    public PostgresLeadership(DataSource database) {
        this.database = database;
        this.session = new LeaderSession(database);
    }

    @Override
    public Sight look() {
        return Transactions.in(database, connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "select epoch, holder, grpc, rest, expires_at <= clock_timestamp() as expired, "
                                    + LeaderSession.IS_ATTENDED + " as attended from leadership")) {
                return rows.next()
                        ? new Sight(
                                rows.getLong("epoch"),
                                contender(rows),
                                rows.getBoolean("expired"),
                                rows.getBoolean("attended"))
                        : new Sight(NOBODYS, Contender.NOBODY, true, false);
            }
        });
    }

    @Override
    public synchronized OptionalLong take(Contender contender, Duration lease, long deserted) {
        // Of an earlier epoch there is nothing to keep, and the connection may be broken.
        session.drop();
        var taken = session.in(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute(EXCLUSIVE);
            }
            var next = update(connection, contender, lease, deserted);
            if (next.isPresent()) {
                session.attend(connection, next.getAsLong());
            }
            return next;
        });
        if (taken.isPresent()) {
            epoch = taken.getAsLong();
        } else {
            session.drop();
        }
        return taken;
    }

    private static OptionalLong update(Connection connection, Contender contender, Duration lease, long deserted)
            throws SQLException {
        try (var statement = connection.prepareStatement("update leadership set epoch = epoch + 1, holder = ?,"
                + " grpc = ?, rest = ?, expires_at = clock_timestamp() + ? * interval '1 millisecond'"
                + " where expires_at <= clock_timestamp() or holder = ? or (epoch = ? and not "
                + LeaderSession.IS_ATTENDED + ") returning epoch")) {
            statement.setString(1, contender.name());
            statement.setString(2, contender.grpc());
            statement.setString(3, contender.rest());
            statement.setLong(4, lease.toMillis());
            statement.setString(5, contender.name());
            statement.setLong(6, deserted);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    @Override
    public synchronized boolean renew(Duration lease) {
        return session.in(connection -> {
            try (var statement = connection.prepareStatement("update leadership set expires_at = clock_timestamp()"
                    + " + ? * interval '1 millisecond' where epoch = ?")) {
                statement.setLong(1, lease.toMillis());
                statement.setLong(2, epoch);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public synchronized boolean confirm() {
        return session.in(connection -> {
            boolean attends = session.attends(epoch);
            boolean still = epoch != NOBODYS && epoch == (attends ? read(connection) : lockAndRead(connection));
            if (still && !attends) {
                session.attend(connection, epoch);
            }
            return still;
        });
    }

    @Override
    public synchronized void release() {
        if (epoch == NOBODYS) {
            return;
        }
        try {
            renew(Duration.ZERO);
        } finally {
            epoch = NOBODYS;
            session.drop();
        }
    }

    @Override
    public Contender holder() {
        return look().holder();
    }

    private static Contender contender(ResultSet row) throws SQLException {
        return new Contender(row.getString("holder"), row.getString("grpc"), row.getString("rest"));
    }

    @Override
    public long epoch() {
        return epoch;
    }

    private static long read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select epoch from leadership")) {
            return rows.next() ? rows.getLong(1) : NOBODYS;
        }
    }

    /** What every transaction that writes begins with. */
    public static String guard() {
        return SHARED;
    }

    /** Begins every transaction that writes; throws NOT_LEADER where another has the lead. */
    void guard(Connection connection) throws SQLException {
        long found = lockAndRead(connection);
        if (epoch == NOBODYS || found != epoch) {
            throw new Failure(
                    Reason.NOT_LEADER,
                    "this broker " + (epoch == NOBODYS ? "does not lead" : "led with epoch " + epoch)
                            + ", and the epoch is " + found + "; nothing was written");
        }
    }

    /** The epoch, which stays as it is until this transaction ends. */
    private static long lockAndRead(Connection connection) throws SQLException {
        long found = -1;
        try (var statement = connection.createStatement()) {
            boolean isRows = statement.execute(SHARED);
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
        }
        return found;
    }
}
