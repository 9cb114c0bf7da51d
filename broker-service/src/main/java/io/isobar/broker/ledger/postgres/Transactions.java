package io.isobar.broker.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work in one transaction. */
final class Transactions {
    private Transactions() {}

    /** Something that is done with a connection. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Commits, or rolls back and throws. */
    static <T> T in(DataSource database, Work<T> work) {
        try (var connection = database.getConnection()) {
            return on(connection, work);
        } catch (SQLException failed) {
            throw PostgresLedger.Failures.of(failed);
        }
    }

    /** The same on a connection that stays open. */
    static <T> T on(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failed) {
            rollBack(connection, failed);
            throw failed;
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }
}
