package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.postgres.Migrations;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.standalone.engine.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that any earlier broker wrote is read whole after its migrations. For each version {@code src/test/resources/schema} has rows as
 * the broker of that version wrote them, and above them what the ledger must find of them today.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaHistoryIT {
    private final EmbeddedPostgres server;
    private int schemas;

    SchemaHistoryIT(@TempDir Path folder) {
        server = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private DataSource empty() throws SQLException {
        var name = "of_test_" + ++schemas;
        execute(Schema.at(server.jdbcUrl(), server.user(), server.password()), "create schema " + name);
        var url = server.jdbcUrl();
        return Schema.at(
                url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name, server.user(), server.password());
    }

    private static Flyway flyway(DataSource database, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private static Migrations migrations(DataSource database) {
        return new Migrations(flyway(database, MigrationVersion.LATEST));
    }

    /** Of all migrations, in their order; they are only read. */
    private List<MigrationVersion> versions() throws SQLException {
        return Arrays.stream(flyway(empty(), MigrationVersion.LATEST).info().pending())
                .map(MigrationInfo::getVersion)
                .toList();
    }

    private static Optional<String> rowsOf(MigrationVersion version) throws IOException {
        try (var file = SchemaHistoryIT.class.getResourceAsStream("/schema/V" + version + ".sql")) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<String> told(String rows, String mark) {
        return rows.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void eachMigrationHasRowsOfItsVersion() throws Exception {
        for (var version : versions()) {
            assertThat(rowsOf(version))
                    .as(
                            "src/test/resources/schema/V%s.sql: what does a broker of version %s write that one before did not,"
                                    + " what becomes of the rows of before, and can a broker be put back to before?",
                            version, version)
                    .isPresent();
        }
    }

    /** Rows of all versions up to one, each written at its time, as in a database that was upgraded again and again. */
    @Test
    void whatEachVersionWroteIsReadToday() throws Exception {
        for (var last : versions()) {
            var database = empty();
            var expected = new ArrayList<String>();
            for (var version : versions()) {
                if (version.compareTo(last) > 0) {
                    break;
                }
                flyway(database, version).migrate();
                var rows = rowsOf(version).orElse("");
                execute(database, rows);
                expected.addAll(told(rows, "-- expect: "));
                expected.removeAll(told(rows, "-- replaces: "));
            }

            migrations(database).run();

            assertThat(Whole.of(database))
                    .as("last written by version " + last)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aNewerDatabaseIsLeftAlone() throws Exception {
        var database = empty();
        migrations(database).run();
        execute(
                database,
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) values (1000, '99', 'from the future', 'SQL', 'V99__x.sql', 1, 'x', 1, true)");

        assertThatThrownBy(migrations(database)::run)
                .hasMessageContaining("99 (\"from the future\")")
                .hasMessageContaining("knows versions up to " + versions().getLast())
                .hasMessageContaining("has changed nothing")
                .hasMessageContaining("start a broker that knows it");
    }

    @Test
    void aDatabaseMadeByAnotherMigrationOfTheSameNumberIsLeftAlone() throws Exception {
        var database = empty();
        flyway(database, MigrationVersion.fromVersion("13")).migrate();
        execute(database, "update flyway_schema_history set checksum = checksum + 1 where version = '9'");

        assertThatThrownBy(migrations(database)::run)
                .hasMessageContaining("schema version 9 (\"pool records\")")
                .hasMessageContaining("checksums differ");

        assertThat(flyway(database, MigrationVersion.LATEST).info().current().getVersion())
                .hasToString("13");
    }

    @Test
    void theSchemaIsNotChangedUnderABrokerThatLeads() throws Exception {
        var database = empty();
        var before = versions().get(versions().size() - 2);
        flyway(database, before).migrate();
        var old = new PostgresLeadership(database);
        old.take(new Contender("old", "", ""), Duration.ofHours(1));

        assertThatThrownBy(migrations(database)::run)
                .hasMessageContaining("has schema version " + before)
                .hasMessageContaining("needs " + versions().getLast())
                .hasMessageContaining("broker old leads")
                .hasMessageContaining("stop all brokers");

        assertThat(flyway(database, MigrationVersion.LATEST).info().pending()).hasSize(1);

        old.release();
        migrations(database).run();
        assertThat(flyway(database, MigrationVersion.LATEST).info().pending()).isEmpty();
    }

    @Test
    void whatWasDoneIsNotDoneAgain() throws Exception {
        var database = empty();
        migrations(database).run();
        migrations(database).run();
        migrations(database).check();
        assertThat(Whole.of(database)).isEmpty();
    }
}
