package io.isobar.broker.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one connection by which a broker that leads is seen to live. It holds an advisory lock of its epoch, which PostgreSQL lets go of when
 * the connection ends, and so when the process does. Not safe for concurrent use.
 */
final class LeaderSession {
    private static final Logger LOG = Logger.getLogger(LeaderSession.class);
    /** The first number of the locks, of which the second is the epoch; any that nothing else uses. */
    private static final int LOCKS = 0x150BA2;
    /** For so long one who sleeps within a transaction may hold up others. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
    /** An answer that takes longer is none; who takes the lead may have to wait for one who sleeps. */
    private static final Duration PATIENCE = LONGEST_SLEEP.multipliedBy(3);

    /**
     * Whether somebody holds the lock of the epoch that the table {@code leadership} has. It is looked for and not tried: who tries holds it
     * for a moment, and through a pooler might hold it already.
     */
    static final String IS_ATTENDED = "exists (select from pg_locks l where l.locktype = 'advisory' and l.granted"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and l.classid = " + LOCKS + "::oid and l.objid = (epoch & 2147483647)::oid and l.objsubid = 2)";

    private final DataSource database;
    private @Nullable Connection connection;
    private long attended;

    LeaderSession(DataSource database) {
        this.database = database;
    }

    /** One transaction on this connection, which is opened where there is none; one that breaks is dropped. */
    <T> T in(Transactions.Work<T> work) {
        try {
            var open = connection;
            if (open == null) {
                open = database.getConnection();
                connection = open;
                attended = 0;
                open.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
                try (var statement = open.createStatement()) {
                    // Who sleeps within a transaction must not hold up who wants the row.
                    statement.execute("set idle_in_transaction_session_timeout = " + LONGEST_SLEEP.toMillis());
                }
            }
            return Transactions.on(open, work);
        } catch (SQLException failed) {
            drop();
            throw PostgresLedger.Failures.of(failed);
        } catch (RuntimeException failed) {
            drop();
            throw failed;
        }
    }

    /** Whether it is seen to lead by this epoch, as far as this process knows. */
    boolean attends(long epoch) {
        return connection != null && attended == epoch;
    }

    /** Within {@link #in}: is seen from now on to lead by this epoch, unless what is left of an earlier connection still is. */
    void attend(Connection open, long epoch) throws SQLException {
        if (attended == epoch) {
            return;
        }
        try (var statement = open.prepareStatement("select pg_try_advisory_lock(?, (?::bigint & 2147483647)::int)")) {
            statement.setInt(1, LOCKS);
            statement.setLong(2, epoch);
            try (var rows = statement.executeQuery()) {
                if (rows.next() && rows.getBoolean(1)) {
                    attended = epoch;
                }
            }
        }
    }

    /** Ends it, and with it all locks that it holds: the connection must not go back to a pool with them. */
    void drop() {
        var open = connection;
        connection = null;
        attended = 0;
        if (open == null) {
            return;
        }
        try (open) {
            open.abort(Runnable::run);
        } catch (SQLException gone) {
            LOG.debugf("the connection was gone already: %s", gone.getMessage());
        }
    }
}
