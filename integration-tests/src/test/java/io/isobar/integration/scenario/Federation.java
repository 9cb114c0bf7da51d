package io.isobar.integration.scenario;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceBlockingStub;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceBlockingStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A federation of its own, started and stopped by the launcher that users start theirs with. */
final class Federation implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of("../deploy/standalone/bin/isobar-standalone").toAbsolutePath();
    private static final long PATIENCE_S = 180;

    private final Path home;
    private final int http;
    private final int grpc;
    private final ManagedChannel channel;

    private Federation(Path home, int http, int grpc) {
        this.home = home;
        this.http = http;
        this.grpc = grpc;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc)
                .usePlaintext()
                .build();
    }

    /** Starts what the text describes; {@code @HTTP@}, {@code @GRPC@} and {@code @AGENTS@} in it stand for free ports. */
    static Federation start(Path home, String text) {
        int http = freePort();
        int grpc = freePort();
        try {
            Files.createDirectories(home);
            var file = home.resolve("federation.yaml");
            Files.writeString(
                    file,
                    text.replace("@HTTP@", Integer.toString(http))
                            .replace("@GRPC@", Integer.toString(grpc))
                            .replace("@AGENTS@", Integer.toString(freePort())));
            var federation = new Federation(home, http, grpc);
            federation.launcher("up", "--federation", file.toString());
            return federation;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    WorkloadServiceBlockingStub workloads() {
        return WorkloadServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    RegionServiceBlockingStub regions() {
        return RegionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    String rest() {
        return "http://127.0.0.1:" + http;
    }

    String broker() {
        return "127.0.0.1:" + grpc;
    }

    Path home() {
        return home;
    }

    /** Ends a part with SIGKILL; the supervisor starts it again. */
    void kill(String part) {
        launcher("kill", part);
    }

    void restart(String part) {
        launcher("restart", part);
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

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        launcher("down");
    }
}
