package io.isobar.integration.container;

import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.integration.ledger.LedgerContract;
import io.isobar.integration.ledger.LedgerDocuments;
import io.isobar.integration.ledger.Schema;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The ledger on PostgreSQL in a container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerLedgerIT implements LedgerContract {
    private final PostgreSQLContainer server = Docker.postgres();
    private DataSource database;
    private Ledger ledger;
    private PostgresLeadership leadership;

    @BeforeAll
    void start() {
        Docker.require();
        server.start();
        database = Schema.at(server.getJdbcUrl(), server.getUsername(), server.getPassword());
        leadership = new PostgresLeadership(database);
        ledger = new PostgresLedger(database, LedgerDocuments.CODECS, leadership);
        Schema.create(database);
        leadership.take(new Contender("test", "", ""), Duration.ofDays(1));
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        Schema.empty(database);
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }
}
