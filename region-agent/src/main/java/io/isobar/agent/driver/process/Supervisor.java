package io.isobar.agent.driver.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The script that runs each replica, and the programs that it needs. */
final class Supervisor {
    private static final String SCRIPT = "supervise.sh";
    private static final String GUARD = "guard.sh";
    private static final String LEASE = "lease";
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"), Path.of("/sbin"));

    private final Path script;
    private final Path guard;
    private final Path lease;
    private final String setsid;
    private final String mv;

    private Supervisor(Path script, Path guard, Path lease, String setsid, String mv) {
        this.script = script;
        this.guard = guard;
        this.lease = lease;
        this.setsid = setsid;
        this.mv = mv;
    }

    /** Puts the scripts into the folder. Fails with what is missing and what to do. */
    static Supervisor install(Path folder) throws IOException {
        return new Supervisor(
                script(folder, SCRIPT), script(folder, GUARD), folder.resolve(LEASE), program("setsid"), program("mv"));
    }

    private static Path script(Path folder, String name) throws IOException {
        Path script = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        try (InputStream packaged = Supervisor.class.getResourceAsStream(name)) {
            if (packaged == null) {
                throw new IOException("the agent was packaged without " + name);
            }
            Files.copy(packaged, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        // By rename: a shell that runs reads the script it was started with, line by line.
        Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return script;
    }

    /** Starts what ends the region's work when its lease has run out, though this process may be gone by then. */
    Process guard(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        setsid,
                        "/bin/sh",
                        guard.toString(),
                        folder.toString(),
                        Long.toString(ProcessHandle.current().pid()))
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(Path.of("/dev/null").toFile())
                .redirectError(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", ReplicaEnvironment.DEFAULT_PATH);
        return builder.start();
    }

    /** Fails with what to do where there is no such program. */
    static String program(String name) throws IOException {
        for (Path place : PLACES) {
            if (Files.isExecutable(place.resolve(name))) {
                return place.resolve(name).toString();
            }
        }
        throw new IOException("the process driver needs the program '" + name + "' in one of " + PLACES
                + "; install util-linux and coreutils");
    }

    /** Starts one replica. Its standard output says "started" and ends when all is over. */
    Process start(
            ReplicaFolder folder,
            int claim,
            List<Path> groups,
            boolean underLease,
            List<String> command,
            Map<String, String> environment)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                setsid,
                "/bin/sh",
                script.toString(),
                folder.path().toString(),
                "claim." + claim,
                setsid,
                mv,
                String.join(":", groups.stream().map(Path::toString).toList()),
                underLease ? lease.toString() : ""));
        arguments.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(folder.work().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(folder.supervisorErrors().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
