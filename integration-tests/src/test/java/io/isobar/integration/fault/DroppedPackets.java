package io.isobar.integration.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drops what goes to and comes from a port of the loopback address, until closed. */
final class DroppedPackets implements AutoCloseable {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/iptables"), Path.of("/sbin/iptables"));
    private static final List<String> WAYS = List.of("--dport", "--sport");

    private final int port;

    DroppedPackets(int port) throws IOException {
        this.port = port;
        for (var way : WAYS) {
            run("-I", way, port);
        }
    }

    /** Whether this machine lets this user. Tried, with a port that nothing listens on. */
    static boolean arePossible() {
        try {
            run("-I", "--dport", 9);
            run("-D", "--dport", 9);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void run(String action, String way, int port) throws IOException {
        var program = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no iptables"));
        var command = new ArrayList<>(List.of(program.toString(), "-w", action, "INPUT"));
        command.addAll(List.of("-i", "lo", "-p", "tcp", way, Integer.toString(port), "-j", "DROP"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(String.join(" ", command));
        }
    }

    @Override
    public void close() throws IOException {
        for (var way : WAYS) {
            run("-D", way, port);
        }
    }
}
