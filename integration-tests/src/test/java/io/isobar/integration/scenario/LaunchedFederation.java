package io.isobar.integration.scenario;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.isobar.standalone.part.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A federation of its own, started and stopped by the launcher that users start theirs with. */
public final class LaunchedFederation implements Federation {
    private static final Path LAUNCHER =
            Path.of("../deploy/standalone/bin/isobar-standalone").toAbsolutePath();
    private static final long PATIENCE_S = 180;

    private final Path home;
    private final int http;
    private final int grpc;
    private final ManagedChannel channel;

    private LaunchedFederation(Path home, int http, int grpc) {
        this.home = home;
        this.http = http;
        this.grpc = grpc;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc)
                .usePlaintext()
                .build();
    }

    /** Starts what the text describes; {@code @HTTP@}, {@code @GRPC@} and {@code @AGENTS@} in it stand for free ports. */
    public static LaunchedFederation start(Path home, String text) {
        int http = Ports.anyFree();
        int grpc = Ports.anyFree();
        try {
            Files.createDirectories(home);
            var file = home.resolve("federation.yaml");
            Files.writeString(
                    file,
                    text.replace("@HTTP@", Integer.toString(http))
                            .replace("@GRPC@", Integer.toString(grpc))
                            .replace("@AGENTS@", Integer.toString(Ports.anyFree())));
            var federation = new LaunchedFederation(home, http, grpc);
            federation.launcher("up", "--federation", file.toString());
            return federation;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts what {@code make up} starts, on other ports. */
    public static LaunchedFederation startTheDefault(Path home) {
        var federation = new LaunchedFederation(home, Ports.anyFree(), Ports.anyFree());
        try {
            Files.createDirectories(home);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        federation.launcher(
                "up",
                "--http-port",
                Integer.toString(federation.http),
                "--broker-port",
                Integer.toString(federation.grpc));
        return federation;
    }

    @Override
    public Path simulatedLog() {
        return home.resolve("data/logs/simulated.log");
    }

    @Override
    public ManagedChannel channel() {
        return channel;
    }

    /** Chosen or given, by its name in the federation file; {@code grpc-2} is that of the second broker. */
    public int port(String name) {
        var ports = new Properties();
        try (var file = Files.newBufferedReader(home.resolve("data/run/ports.properties"))) {
            ports.load(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Integer.parseInt(ports.getProperty(name));
    }

    /** Where the password of PostgreSQL's role isobar is. */
    public Path passwordFile() {
        return home.resolve("data/run/postgres.password");
    }

    public String rest() {
        return "http://127.0.0.1:" + http;
    }

    public String broker() {
        return "127.0.0.1:" + grpc;
    }

    Path home() {
        return home;
    }

    // The supervisor starts again what was killed.

    @Override
    public void crashBroker() {
        kill("broker");
    }

    @Override
    public void crashAgent() {
        kill("local");
    }

    @Override
    public void crashPostgres() {
        kill("postgres");
    }

    @Override
    public void crashKafka() {
        kill("kafka");
    }

    /** With SIGKILL; the supervisor starts it again. */
    public void kill(String part) {
        launcher("kill", part);
    }

    void restart(String part) {
        launcher("restart", part);
    }

    /** What {@code make status} shows; an exception where not all is ready. */
    public String status() {
        return launcher("status");
    }

    /** Of the process of a part that runs, whether or not all is ready. */
    public long pid(String part) {
        String shown;
        try {
            shown = status();
        } catch (IllegalStateException notAllReady) {
            shown = String.valueOf(notAllReady.getMessage());
        }
        var found = Pattern.compile("(?m)^" + part + "\\s.*?\\b(\\d{2,})\\b").matcher(shown);
        if (!found.find()) {
            throw new IllegalStateException("no process of " + part + " in:\n" + shown);
        }
        return Long.parseLong(found.group(1));
    }

    /** Sends a signal ("STOP", "CONT") to a part. */
    void signal(String signal, String part) throws IOException, InterruptedException {
        signal(signal, pid(part));
    }

    public static void signal(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + code);
        }
    }

    /** Runs the launcher to its end; what it printed. */
    private String launcher(String... arguments) {
        var command = new ArrayList<String>();
        command.add(LAUNCHER.toString());
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile(home, "launcher", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("ISOBAR_HOME", home.resolve("data").toString());
            var process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            var text = Files.readString(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", arguments) + (ended ? " failed:\n" : " hangs:\n") + text);
            }
            return text;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        launcher("down");
    }
}
