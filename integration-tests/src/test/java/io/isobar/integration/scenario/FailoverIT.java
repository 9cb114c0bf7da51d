package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import io.isobar.standalone.part.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers on one database: one leads, and when it sleeps the other does. Real processes. */
class FailoverIT {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.leadership: { lease: 3s }
            agents:
              local:
                regions:
                  local:
                    driver: process
                    provider: this-machine
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();

    /** Another broker with all that the running one was given, but for its ports. */
    private static Process another(long pid, int httpPort, int grpcPort, Path log) throws IOException {
        var proc = Path.of("/proc", Long.toString(pid));
        var command = new ArrayList<>(List.of(Files.readString(proc.resolve("cmdline"), StandardCharsets.UTF_8)
                .split("\0", -1)));
        command.removeIf(String::isEmpty);
        command.addAll(1, List.of("-Dquarkus.http.port=" + httpPort, "-Disobar.broker.grpc.port=" + grpcPort));
        var builder = new ProcessBuilder(command)
                .directory(proc.resolve("cwd").toRealPath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        for (var variable : Files.readString(proc.resolve("environ"), StandardCharsets.UTF_8)
                .split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return builder.start();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }

    private boolean waits(String rest) {
        try {
            return get(rest + "/api/v1/regions").body().contains("NOT_LEADER")
                    && get(rest + "/q/health/ready").statusCode() == 503;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Workload get(ManagedChannel broker, String id) {
        return WorkloadServiceGrpc.newBlockingStub(broker)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .get(GetRequest.newBuilder().setId(id).build())
                .getWorkload();
    }

    @Test
    void theOneThatWaitsLeadsWhenTheOneThatLedSleepsAndTheSleeperDoesNotAnyMore(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        var federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        Process second = null;
        int grpc = Ports.anyFree();
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc)
                .usePlaintext()
                .build();
        try {
            var runs = new Runs(federation);
            runs.awaitAllLinksGood();
            var id = runs.submit(Runs.command("nowhere", "true")).getId();
            long leader = federation.pid("broker");
            int rest = Ports.anyFree();
            second = another(leader, rest, grpc, folder.resolve("second.log"));
            Awaitility.await("the second one waits")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> waits("http://127.0.0.1:" + rest));

            LaunchedFederation.signal("STOP", leader);
            try {
                Awaitility.await("the second one leads, and knows what the first accepted")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(250))
                        .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                        .until(() -> get(channel, id).getId().equals(id));
            } finally {
                LaunchedFederation.signal("CONT", leader);
            }

            Awaitility.await("the first ends, and comes back as one that waits")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> waits(federation.rest()) && federation.pid("broker") != leader);
            assertThat(get(channel, id).getId()).isEqualTo(id);

            second.destroyForcibly().waitFor();
            Awaitility.await("it leads again")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                    .until(() -> runs.get(id).getId().equals(id));
            runs.awaitAllLinksGood();
        } finally {
            channel.shutdownNow();
            if (second != null) {
                second.destroyForcibly().waitFor();
            }
            federation.close();
        }
    }
}
