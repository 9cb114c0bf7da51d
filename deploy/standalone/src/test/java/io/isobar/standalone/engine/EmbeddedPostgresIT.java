package io.isobar.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.part.Ports;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.ProcessTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasCommittedOverKillAndOverAnOrderlyRestart() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            execute(postgres, "CREATE TABLE kept (n int)");
            execute(postgres, "INSERT INTO kept VALUES (1)");
            postgres.kill();
            assertThatThrownBy(() -> sum(postgres)).isInstanceOf(SQLException.class);

            postgres.restart();
            assertThat(sum(postgres)).isEqualTo(1);
            execute(postgres, "INSERT INTO kept VALUES (2)");

            postgres.restart();
            assertThat(sum(postgres)).isEqualTo(3);
        }
    }

    @Test
    void leavesNoProcessBehind() {
        List<Long> tree;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            tree = ProcessTable.tree(postgres.pid());
            assertThat(tree).as("the server and its helpers").hasSizeGreaterThan(3);
        }
        assertThat(tree).map(ProcessId::of).containsOnly(Optional.empty());
    }

    @Test
    void isDurableAndLetsNobodyInButItsRole() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
            assertThat(show(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(show(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "isobar", "wrong"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", ""))
                    .hasMessageContaining("no pg_hba.conf entry");
        }
    }

    @Test
    void givesTheRoleANewPasswordWhenTheFileIsLost() throws SQLException, IOException {
        Path file = folder.resolve("password");
        String former;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            former = postgres.password();
            execute(postgres, "CREATE TABLE kept AS SELECT 7 AS n");
        }
        Files.delete(file);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(sum(postgres)).isEqualTo(7);
            assertThat(postgres.password()).isNotEqualTo(former);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            int port = Ports.anyFree();
            taken.bind(new InetSocketAddress(Ports.LOOPBACK, port));
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, port))
                    .isInstanceOf(PartFailure.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("ports.postgres");
        }
    }

    @Test
    void beginsAgainAfterAnInterruptedFirstStart() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("data.partial/base"));
        Files.writeString(folder.resolve("data.partial/PG_VERSION"), "half made");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int sum(EmbeddedPostgres postgres) throws SQLException {
        return Integer.parseInt(query(postgres, "SELECT sum(n) FROM kept"));
    }

    private static String show(EmbeddedPostgres postgres, String setting) throws SQLException {
        return query(postgres, "SHOW " + setting);
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
