package io.isobar.bench.admission;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.isobar.integration.ledger.Schema;
import io.isobar.standalone.engine.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The PostgreSQL of the launcher, with the settings and the pool of connections that the broker has. */
final class Store implements AutoCloseable {
    private final EmbeddedPostgres server;
    final AgroalDataSource database;

    Store(Path folder) throws SQLException {
        server = EmbeddedPostgres.start(folder, 0);
        database = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.minSize(2)
                        .maxSize(16)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .validateOnBorrow(true)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(server.jdbcUrl())
                                .principal(new NamePrincipal(server.user()))
                                .credential(new SimplePassword(server.password()))
                                .jdbcProperty("reWriteBatchedInserts", "true"))));
        Schema.create(database);
    }

    /** What the server's processes that still run have used; those of the pool of connections last as long as it. */
    double processorSeconds() {
        return ProcessHandle.current()
                        .descendants()
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toMillis)
                        .sum()
                / 1e3;
    }

    long count(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Durable transactions of one thread with so many rows each, by a second, until so many rows are in. */
    double rowsPerSecond(int rows, int each) throws SQLException {
        execute("create table if not exists bare (id text primary key, state text not null)");
        execute("truncate bare");
        long start = System.nanoTime();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("insert into bare (id, state) values (?, ?)")) {
                for (int row = 0; row < rows; row++) {
                    insert.setString(1, "w-" + row);
                    insert.setString(2, "QUEUED");
                    insert.addBatch();
                    if ((row + 1) % each == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
            }
        }
        return rows / ((System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }
}
