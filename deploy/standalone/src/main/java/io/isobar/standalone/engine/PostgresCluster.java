package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Makes a database cluster, and changes it while no server runs on it. */
record PostgresCluster(PostgresBinaries binaries, Account account, PostgresFolder folder) {
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    /** The superuser, who can log in nowhere, is not mentioned: what no line allows is refused. */
    private static final String ACCESS = "host all " + PostgresServer.ROLE + " 127.0.0.1/32 scram-sha-256\n";

    /** Everything happens in a folder beside the final one: a start that was interrupted leaves nothing half made. */
    void create(String password) throws InterruptedException {
        Path fresh = folder.fresh();
        try {
            account.own(Files.createDirectories(fresh));
            run(List.of(
                    binaries.initdb().toString(),
                    "--pgdata=" + fresh,
                    "--username=postgres",
                    "--auth=reject",
                    "--encoding=UTF8",
                    "--locale=C"));
            statements(
                    fresh,
                    "CREATE ROLE " + PostgresServer.ROLE + " LOGIN PASSWORD '" + password + "'\n" + "CREATE DATABASE "
                            + PostgresServer.DATABASE + " OWNER " + PostgresServer.ROLE + "\n");
            Path access = fresh.resolve("pg_hba.conf");
            Files.writeString(access, ACCESS);
            Files.setPosixFilePermissions(access, PosixFilePermissions.fromString("rw-------"));
            account.own(access);
            Files.move(fresh, folder.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the database cluster in " + folder.data(), e);
        }
    }

    void changePassword(String password) throws InterruptedException {
        statements(folder.data(), "ALTER ROLE " + PostgresServer.ROLE + " PASSWORD '" + password + "'\n");
    }

    /** One statement per line, by the single-user server: no port, no password, nobody else. */
    private void statements(Path data, String lines) throws InterruptedException {
        List<String> program = List.of(
                binaries.postgres().toString(),
                "--single",
                "-D",
                data.toString(),
                "-c",
                "password_encryption=scram-sha-256",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
        Command.Result result = Command.run(account.command(program), lines, folder.root(), AT_MOST);
        if (!result.succeeded() || result.output().contains("ERROR:")) {
            throw new PartFailure("PostgreSQL could not set up role and database " + PostgresServer.ROLE + " in " + data
                    + " (exit code " + result.exitCode() + "):\n" + result.output());
        }
    }

    private void run(List<String> program) throws InterruptedException {
        Command.Result result = Command.run(account.command(program), "", folder.root(), AT_MOST);
        if (!result.succeeded()) {
            throw new PartFailure(
                    program.getFirst() + " failed with exit code " + result.exitCode() + ":\n" + result.output());
        }
    }
}
