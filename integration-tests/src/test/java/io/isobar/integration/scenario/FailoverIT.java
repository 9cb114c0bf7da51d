package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import io.isobar.proto.workload.v1.WorkloadSource;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers on one database: one leads, and when it sleeps or dies the other does. Real processes, started as users start them. */
class FailoverIT {
    private static final String FEDERATION = """
            standalone:
              brokers: 2
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.leadership: { lease: 20s }
            agents:
              local:
                regions:
                  local:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.10 CNY", per: core-hour } ]
            """;
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpClient following =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    /** One of the brokers: the name of the part, and where it listens. */
    private record Replica(String part, String rest, String grpc, ManagedChannel channel) implements AutoCloseable {
        static Replica of(LaunchedFederation federation, String part, String suffix) {
            var grpc = "127.0.0.1:" + federation.port("grpc" + suffix);
            return new Replica(
                    part,
                    "http://127.0.0.1:" + federation.port("http" + suffix),
                    grpc,
                    ManagedChannelBuilder.forTarget(grpc).usePlaintext().build());
        }

        Workload get(String id) {
            return WorkloadServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .get(GetRequest.newBuilder().setId(id).build())
                    .getWorkload();
        }

        boolean leads() {
            try {
                submit();
                return true;
            } catch (StatusRuntimeException waitsOrIsAway) {
                return false;
            }
        }

        String submit() {
            return WorkloadServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .submit(SubmitRequest.newBuilder()
                            .setRequestId(UUID.randomUUID().toString())
                            .setWorkload(WorkloadSource.newBuilder().setSpec(Runs.command("local", "true")))
                            .build())
                    .getWorkload()
                    .getId();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private static HttpResponse<String> get(HttpClient client, String address)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }

    private boolean waits(Replica broker) {
        try {
            return get(http, broker.rest() + "/api/v1/regions").body().contains("NOT_LEADER")
                    && get(http, broker.rest() + "/q/health/ready").statusCode() == 503;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Replica> leading(Replica... brokers) {
        return Stream.of(brokers).filter(Replica::leads).findFirst();
    }

    private void sendsTo(Replica leader, Replica waiting, String id) throws IOException, InterruptedException {
        assertThatThrownBy(() -> waiting.get(id))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(StatusProto.fromThrowable(refused).toString())
                                .contains("NOT_LEADER", leader.grpc()));
        var answer = get(following, waiting.rest() + "/api/v1/workloads/" + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(id);
        assertThat(answer.uri()).hasToString(leader.rest() + "/api/v1/workloads/" + id);
    }

    private static void awaitSuccess(Replica broker, String id) {
        Awaitility.await("a region that follows the lead runs it")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(() -> broker.get(id).getState() == WorkloadState.WORKLOAD_STATE_SUCCEEDED);
    }

    @Test
    void theOneThatWaitsLeadsWhenTheOneThatLedSleepsOrDiesAndTheSleeperDoesNotAnyMore(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        try (var federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
                var one = Replica.of(federation, "broker", "");
                var two = Replica.of(federation, "broker-2", "-2")) {
            boolean secondLeads = waits(one);
            var first = secondLeads ? two : one;
            var other = secondLeads ? one : two;
            var id = first.submit();
            awaitSuccess(first, id);
            sendsTo(first, other, id);

            long sleeper = federation.pid(first.part());
            LaunchedFederation.signal("STOP", sleeper);
            try {
                Awaitility.await("the other leads, and knows what the first accepted")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(250))
                        .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                        .until(() -> other.get(id).getId().equals(id));
                awaitSuccess(other, other.submit());
            } finally {
                LaunchedFederation.signal("CONT", sleeper);
            }

            Awaitility.await("the first ends, and comes back as one that waits")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> waits(first) && federation.pid(first.part()) != sleeper);
            sendsTo(other, first, id);
            assertThat(other.get(id).getId()).isEqualTo(id);

            long from = System.nanoTime();
            LaunchedFederation.signal("KILL", federation.pid(other.part()));
            var last = Awaitility.await("one of them leads again")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> leading(one, two), Optional::isPresent)
                    .orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .as("the lease of the dead is not waited for")
                    .isLessThan(LEASE.minusSeconds(5));
            awaitSuccess(last, last.submit());
        }
    }
}
