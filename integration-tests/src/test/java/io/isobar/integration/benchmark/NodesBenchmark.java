package io.isobar.integration.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.integration.scenario.Runs;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shape SchedulingBasic/5000Nodes_50000Pods of kube-scheduler's own performance tests: 5,000 nodes with 4 cores and 32 GiB, 5,000 workloads of 100
 * millicores and 500 MiB that run already, and then 50,000 more, one workload each. Broker, PostgreSQL, Kafka and agent are real processes with the nodes
 * in the agent's book; only the work is simulated.
 */
class NodesBenchmark {
    private static final int NODES = Integer.getInteger("isobar.bench.nodes", 5_000);
    private static final int BEFORE = Integer.getInteger("isobar.bench.before", 5_000);
    private static final int MEASURED = Integer.getInteger("isobar.bench.workloads", 50_000);
    /** Of kube-scheduler, at which its own test fails (kubernetes, test/integration/scheduler_perf/misc/performance-config.yaml). */
    private static final double PUBLISHED = 810;

    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long MIB = 1L << 20;
    private static final Pattern RUNNING =
            Pattern.compile("^isobar_workloads\\{[^}]*state=\"running\"[^}]*} ([0-9.E]+)", Pattern.MULTILINE);
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx768m, agent: -Xmx512m }
            broker:
              isobar.broker.money: { currency: CNY }
            agents:
              site:
                regions:
                  site:
                    driver: simulated
                    provider: somebody
                    inventory: { file: nodes.yaml, format: yaml }
                    scenario: { file: forever.yaml }
            """;
    private static final String SCENARIO = """
            rules:
              - run-time: 24h
            """;

    @TempDir
    Path folder;

    private LaunchedFederation federation;
    private Runs runs;

    @BeforeEach
    void start() throws IOException {
        var home = Files.createDirectories(folder.resolve("federation"));
        Files.writeString(home.resolve("nodes.yaml"), inventory());
        Files.writeString(home.resolve("forever.yaml"), SCENARIO);
        federation = LaunchedFederation.start(home, FEDERATION);
        runs = new Runs(federation);
        runs.awaitAllLinksGood();
    }

    @AfterEach
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    private static String inventory() {
        return """
                pools:
                  - name: hosts
                    host-architecture: x86_64
                    stacks: [ { name: cpu } ]
                    nodes: [ { count: %d, cpus: 4, memory: 32GiB } ]
                    offers: [ { mode: on-demand, price: "0.1 CNY", per: core-hour } ]
                """.formatted(NODES);
    }

    private static WorkloadSpec work() {
        return Runs.command("site", "sleep", "infinity").toBuilder()
                .setResources(Resources.newBuilder()
                        .setMillicpus(Range.newBuilder().setMinimum(100))
                        .setMemoryBytes(Range.newBuilder().setMinimum(500 * MIB)))
                .build();
    }

    @Test
    @SuppressWarnings("SystemOut")
    void placesAsManyWorkloadsAsNodesTake() throws Exception {
        submit(BEFORE);
        awaitRunning(BEFORE);

        long from = System.nanoTime();
        submit(MEASURED);
        double submitted = (System.nanoTime() - from) / 1e9;
        awaitRunning(BEFORE + MEASURED);
        double running = (System.nanoTime() - from) / 1e9;

        System.out.printf(
                Locale.ROOT,
                "%,d workloads onto %,d nodes: submitted by %.1f s, the last one seen RUNNING at %.1f s, %,.0f a second, %.2f times kube-scheduler's %.0f%n",
                MEASURED,
                NODES,
                submitted,
                running,
                MEASURED / running,
                MEASURED / running / PUBLISHED,
                PUBLISHED);
    }

    /** Each is durable when its caller hears of it. */
    private void submit(int count) throws InterruptedException, ExecutionException {
        var left = new AtomicInteger(count);
        var spec = work();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            var all = IntStream.range(0, CALLERS)
                    .<Future<?>>mapToObj(caller -> callers.submit(() -> {
                        while (left.getAndDecrement() > 0) {
                            runs.submit(spec);
                        }
                    }))
                    .toList();
            for (var each : all) {
                each.get();
            }
        }
    }

    private void awaitRunning(int count) {
        Awaitility.await(count + " workloads run")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(running()).isEqualTo(count));
    }

    private double running() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(federation.rest() + "/q/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            var found = RUNNING.matcher(answer.body());
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        }
    }
}
