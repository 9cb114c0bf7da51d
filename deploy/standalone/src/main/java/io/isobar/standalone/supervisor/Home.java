package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.PartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The data folder of a standalone federation: where everything lies. Nothing is kept anywhere else. */
public record Home(Path root) {
    /** Set in the environment of every part, so that none can be overlooked when all are stopped. */
    public static final String MARKER = "ISOBAR_STANDALONE_HOME";

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folders. They hold the data of all tenants, so others may pass (PostgreSQL's user) but not look in. */
    public void create() {
        try {
            folder(root, "rwx--x--x");
            for (Path part : List.of(kafka(), broker("broker"), agents(), logs(), run())) {
                folder(part, "rwx------");
            }
            if (!Files.isWritable(run())) {
                throw new PartFailure("the data folder " + root + " is not writable for this user; it belongs to "
                        + Files.getOwner(root) + ". Start Isobar as that user, or set ISOBAR_HOME to another folder");
            }
        } catch (IOException e) {
            throw new PartFailure(
                    "cannot make the data folder " + root + " (" + e.getMessage()
                            + "); set ISOBAR_HOME to a folder that this user can write",
                    e);
        }
    }

    private static void folder(Path folder, String permissions) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        }
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path broker(String name) {
        return root.resolve(name);
    }

    public Path agents() {
        return root.resolve("agents");
    }

    public Path agent(String name) {
        return agents().resolve(name);
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path run() {
        return root.resolve("run");
    }

    /** Written by the supervisor at every change. */
    public Path state() {
        return run().resolve("state.json");
    }

    /** Held by the supervisor as long as it lives. */
    public Path lock() {
        return run().resolve("supervisor.lock");
    }

    public Path passwordFile() {
        return run().resolve("postgres.password");
    }

    /** The ports chosen at the first start, kept for later ones. */
    public Path ports() {
        return run().resolve("ports.properties");
    }

    /** Identity of the running process of a part, or of the supervisor. */
    public Path record(String part) {
        return run().resolve(part + ".process");
    }

    /** Present while somebody wants the part restarted. */
    public Path restartRequest(String part) {
        return run().resolve(part + ".restart");
    }
}
