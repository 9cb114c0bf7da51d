package io.isobar.standalone.engine;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.part.Ports;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of Isobar's own: durable (fsync on), small, on the loopback address, with one role and one
 * database, both named isobar. It never touches a cluster of the machine. The superuser has no password and no way in
 * over the network.
 */
public final class PostgresServer implements Part {
    public static final String NAME = "postgres";
    public static final String ROLE = "isobar";
    public static final String DATABASE = "isobar";

    /** What the configuration file would say, but visible in the process list and never out of date. */
    private static final List<String> OPTIONS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "fsync=on",
            "synchronous_commit=on",
            "max_connections=64",
            "shared_buffers=64MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_wal_size=256MB",
            "jit=off",
            "log_timezone=UTC",
            "timezone=UTC");

    private final PostgresSettings settings;
    private final PostgresFolder folder;
    private @Nullable PostgresBinaries binaries;

    public PostgresServer(PostgresSettings settings) {
        this.settings = settings;
        this.folder = new PostgresFolder(settings.folder());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        String version = binaries == null ? "" : " " + binaries.version();
        return "127.0.0.1:" + settings.port() + " (PostgreSQL" + version + ")";
    }

    @Override
    public Path log() {
        return settings.log();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + DATABASE;
    }

    /** The password of role isobar. Only after the first {@link #prepare()}. */
    public String password() {
        return PasswordFile.read(settings.passwordFile());
    }

    @Override
    public Launch prepare() throws InterruptedException {
        createFolder();
        Account account = Account.owning(settings.folder());
        OptionalInt dataMajor = folder.dataMajor();
        PostgresBinaries found = PostgresBinaries.locate(
                settings.environment(),
                dataMajor,
                settings.dist(),
                settings.folder().resolve("programs"));
        binaries = found;
        folder.awaitFormerServerGone();
        PostgresCluster cluster = new PostgresCluster(found, account, folder);
        if (dataMajor.isEmpty()) {
            cluster.create(PasswordFile.create(settings.passwordFile()));
        } else if (!Files.exists(settings.passwordFile())) {
            cluster.changePassword(PasswordFile.create(settings.passwordFile()));
        }
        if (!Ports.free(settings.port())) {
            throw new PartFailure("port " + settings.port() + " for PostgreSQL is taken by another program; stop that"
                    + " program, or set ports.postgres in the federation file to another port");
        }
        return new Launch(account.command(command(found)), Map.of(), settings.folder(), settings.log());
    }

    @Override
    public boolean ready(ProcessId process) {
        return folder.servedBy(process.pid());
    }

    /** Long: after a crash it first replays its log. */
    @Override
    public Duration readyWithin() {
        return Duration.ofSeconds(90);
    }

    @Override
    public Signal stopSignal() {
        return Signal.INT;
    }

    @Override
    public Duration stopsWithin() {
        return Duration.ofSeconds(30);
    }

    private List<String> command(PostgresBinaries found) {
        List<String> command = new ArrayList<>(
                List.of(found.postgres().toString(), "-D", folder.data().toString(), "-c", "port=" + settings.port()));
        OPTIONS.forEach(option -> command.addAll(List.of("-c", option)));
        return command;
    }

    private void createFolder() {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + settings.folder(), e);
        }
    }
}
