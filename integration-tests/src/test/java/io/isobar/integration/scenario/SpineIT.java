package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's first hour with the launcher that users start their federation with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpineIT implements FirstHourContract, CrashContract, CrowdContract, LineContract, GangContract {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: '-Xmx128m @DECISIONS@' }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.traces: { endpoint: "@SPANS@" }
              quarkus.log.console.json.enabled: true
            agents:
              local:
                traces: { endpoint: "@SPANS@" }
                regions:
                  local:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.15 CNY", per: core-hour } ]
              simulated:
                regions:
                  small:
                    driver: simulated
                    provider: somebody
                    inventory: { file: small.yaml, format: yaml }
                    time-scale: 3600
                  large:
                    driver: simulated
                    provider: somebody
                    inventory: { file: large.yaml, format: yaml }
                    time-scale: 3600
            """;

    private final SpanCollector collector = new SpanCollector();
    private LaunchedFederation federation;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
        var home = folder.resolve("federation");
        Files.createDirectories(home);
        Files.writeString(home.resolve("small.yaml"), Federation.inventory(Federation.SMALL));
        Files.writeString(home.resolve("large.yaml"), Federation.inventory(Federation.LARGE));
        federation = LaunchedFederation.start(
                home,
                FEDERATION.replace("@DECISIONS@", Federation.ALL_DECISIONS).replace("@SPANS@", collector.endpoint()));
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
        collector.close();
    }

    @Override
    public Federation federation() {
        return federation;
    }

    @Test
    void showsTheSameRecordsOverHttp() throws Exception {
        var id = runs().submit(Runs.command("local", "true")).getId();
        runs().awaitEnd(id);

        try (var client = HttpClient.newHttpClient()) {
            var good = client.send(get("/api/v1/workloads/" + id), BodyHandlers.ofString());
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).contains(id).contains("WORKLOAD_STATE_SUCCEEDED");

            var missing = client.send(get("/api/v1/workloads/w-0000000000"), BodyHandlers.ofString());
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(missing.body()).contains("NOT_FOUND");
        }
    }

    @Test
    void aTraceLeadsFromTheCommandLineToTheProcess(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("work.yaml"), """
                apiVersion: isobar/v1
                kind: Workload
                metadata: { name: traced, tenant: met-lab }
                spec:
                  resources: { cpus: 0.1 }
                  variants: [ { stack: cpu, command: [ sh, -c, "echo $TRACEPARENT" ] } ]
                  placement: { regions: [ local ] }
                """);
        var shell = new CommandLine(
                folder, federation.broker(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));

        var applied = shell.run("apply", "-y", "-o", "name", "-f", "work.yaml");
        assertThat(applied.exitCode()).as(applied.errors()).isZero();
        var id = applied.output().strip();
        runs().awaitEnd(id);

        var trace = runs().get(id).getTraceId();
        assertThat(trace).hasSize(32);
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(collector.ofTrace(trace))
                        .as("collected: %s", collector.all())
                        .extracting(SpanCollector.Collected::name)
                        .containsExactlyInAnyOrder(
                                "isobar apply",
                                "isobar.submit",
                                "isobar.place",
                                "isobar.reserve",
                                "isobar.start",
                                "isobar.run",
                                "isobar.region.start",
                                "isobar.region.run"));
        var spans = collector.ofTrace(trace);
        var root = named(spans, "isobar apply");
        var submit = named(spans, "isobar.submit");
        assertThat(root.parent()).isEmpty();
        assertThat(submit.parent()).isEqualTo(root.span());
        assertThat(spans)
                .filteredOn(span -> !List.of(root, submit).contains(span))
                .allSatisfy(span -> assertThat(span.parent()).as(span.name()).isEqualTo(submit.span()));
        assertThat(runs().output(id)).isEqualTo("00-" + trace + "-" + submit.span() + "-01\n");
        assertThat(shell.run("describe", "workload", id).output()).contains(trace);
    }

    private static SpanCollector.Collected named(List<SpanCollector.Collected> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLogOfTheBrokerIsJsonWithFixedKeysAndWithoutThePassword() throws IOException {
        var id = runs().submit(Runs.command("local", "true")).getId();
        runs().awaitEnd(id);
        var password = Files.readString(federation.home().resolve("data/run/postgres.password"))
                .strip();
        assertThat(password).isNotEmpty();

        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            var log = Files.readString(federation.home().resolve("data/logs/broker.log"));
            assertThat(log).doesNotContain(password);
            assertThat(log.lines().filter(line -> line.contains("state=Succeeded") && line.contains(id)))
                    .singleElement()
                    .satisfies(line -> {
                        var record = Struct.newBuilder();
                        JsonFormat.parser().merge(line, record);
                        var keys = record.getFieldsOrThrow("mdc").getStructValue();
                        assertThat(keys.getFieldsOrThrow("workload").getStringValue())
                                .isEqualTo(id);
                        assertThat(keys.getFieldsOrThrow("region").getStringValue())
                                .isEqualTo("local");
                        assertThat(keys.getFieldsOrThrow("reason").getStringValue())
                                .isEqualTo("EXIT_ZERO");
                        assertThat(keys.getFieldsOrThrow("epoch").getStringValue())
                                .isEqualTo("1");
                        assertThat(keys.getFieldsOrThrow("traceId").getStringValue())
                                .isEqualTo(runs().get(id).getTraceId());
                    });
        });
    }

    @Test
    void losesNothingOverOrderlyRestartsOfTheEngines() {
        var before = runs().submit(Runs.command("local", "true")).getId();
        runs().awaitEnd(before);

        federation.restart("postgres");
        federation.restart("kafka");

        runs().awaitAllLinksGood();
        assertThat(runs().get(before).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        var after = runs().submit(Runs.command("local", "true")).getId();
        assertThat(runs().awaitEnd(after).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
    }

    @Test
    void showsInItsMetricsThatAWorkloadRan() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var before = client.send(get("/q/metrics"), BodyHandlers.ofString()).body();
            runs().awaitEnd(runs().submit(Runs.command("local", "true")).getId());
            runs().awaitEnd(runs().submit(Runs.command("local", "true")).getId());

            // What is counted last follows what a user sees.
            Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                var after =
                        client.send(get("/q/metrics"), BodyHandlers.ofString()).body();
                for (var moved : List.of(
                        "isobar_leader_turn_seconds_count",
                        "isobar_leader_events_total{kind=\"accepted\"}",
                        "isobar_ledger_commit_seconds_count",
                        "isobar_placement_placed_total",
                        "isobar_workload_wait_seconds_count",
                        "isobar_attempts_begun_total{region=\"local\"}",
                        "isobar_attempts_ended_total{reason=\"EXIT_ZERO\",region=\"local\"}")) {
                    assertThat(sample(after, moved)).as(moved).isGreaterThanOrEqualTo(sample(before, moved) + 2);
                }
                assertThat(sample(after, "isobar_region_connected{region=\"local\"}"))
                        .isEqualTo(1);
                assertThat(sample(after, "isobar_sessions")).isGreaterThanOrEqualTo(1);
                assertThat(after).contains("grpc_server_processing_duration_seconds_bucket{method=\"Submit\"");
            });
            var ready = client.send(get("/q/health/ready"), BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).doesNotContainIgnoringCase("kafka");
        }
    }

    /** 0 where it has not begun. */
    private static double sample(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(federation.rest() + path)).build();
    }
}
