package io.isobar.standalone.engine;

import io.isobar.standalone.part.OwnedPart;
import io.isobar.standalone.part.Ports;
import java.nio.file.Path;

/**
 * A real PostgreSQL for tests: the same server that the launcher runs, owned by this JVM and ended with it.
 *
 * <p>Needs {@code dist} (see {@link Dist}) only for the bundled programs; those of the machine come first. All failures
 * are {@link io.isobar.standalone.part.PartFailure}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private final PostgresServer server;
    private final OwnedPart process;

    private EmbeddedPostgres(PostgresServer server) {
        this.server = server;
        this.process = new OwnedPart(server);
    }

    /**
     * Starts a server on the data in the folder, which are made when there are none; about a second.
     *
     * @param port of the loopback address; 0 chooses a free one
     */
    public static EmbeddedPostgres start(Path folder, int port) {
        PostgresServer server = new PostgresServer(new PostgresSettings(
                folder,
                folder.resolve("password"),
                folder.resolve("postgres.log"),
                port == 0 ? Ports.anyFree() : port,
                System.getenv(),
                Dist.locate()));
        EmbeddedPostgres postgres = new EmbeddedPostgres(server);
        postgres.process.start();
        return postgres;
    }

    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    public String user() {
        return PostgresServer.ROLE;
    }

    public String password() {
        return server.password();
    }

    public long pid() {
        return process.id().pid();
    }

    /** Ends it as a crash would; {@link #restart()} brings it back. */
    public void kill() {
        process.kill();
    }

    /** Stops it when it runs, and starts it on the same data, port and password. */
    public void restart() {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }
}
