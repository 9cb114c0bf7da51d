package io.isobar.integration.scenario;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** A network of its own, from which ports of this machine's loopback address are reached, until it is cut off ({@code bin/network-namespace}). */
final class NetworkNamespace implements AutoCloseable {
    private static final String PROGRAM = CommandLine.REPOSITORY
            .resolve("integration-tests/bin/network-namespace")
            .toString();
    private static final int IMPOSSIBLE = 3;

    /** Packets that are dropped; no connection is ended by that, and none is refused. */
    enum Cut {
        BOTH,
        OUT,
        IN
    }

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** Skips the test where this machine or this user cannot make one, and says so. */
    static NetworkNamespace open(int... ports) throws IOException {
        var network = new NetworkNamespace("it-" + ProcessHandle.current().pid());
        var arguments = new ArrayList<String>();
        for (int port : ports) {
            arguments.add(Integer.toString(port));
        }
        int code = network.run("up", arguments);
        Assumptions.assumeTrue(
                code != IMPOSSIBLE, () -> "NOT RUN, no network can be cut off here; it takes root, ip and iptables");
        network.check("up", code);
        return network;
    }

    /** Runs what is put after it within this network, in the same process. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    void cut(Cut cut) throws IOException {
        check("cut", run("cut", List.of(cut.name().toLowerCase(Locale.ROOT))));
    }

    void heal() throws IOException {
        check("heal", run("heal", List.of()));
    }

    @Override
    public void close() throws IOException {
        check("down", run("down", List.of()));
    }

    private void check(String action, int code) throws IOException {
        if (code != 0) {
            throw new IOException("network-namespace " + action + " " + name + " ended with " + code);
        }
    }

    private int run(String action, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(PROGRAM, action, name));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(String.join(" ", command));
        }
    }
}
