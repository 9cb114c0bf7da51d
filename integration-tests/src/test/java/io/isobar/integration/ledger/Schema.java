package io.isobar.integration.ledger;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The broker's tables in a database of a test. */
public final class Schema {
    private Schema() {}

    /** Every call opens a connection of its own, so that a restarted server is met at once. */
    public static DataSource at(String url, String user, String password) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(5);
        source.setSocketTimeout(20);
        return source;
    }

    /** Runs the migrations of the broker. */
    public static void create(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    public static void empty(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "truncate workloads, workload_states, attempts, decisions, requests, regions, tenant_usage");
        }
    }
}
