package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's first hour: work that runs, fails, is cancelled, and outlives the death of every part. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpineIT {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx128m }
            broker:
              isobar.broker.money: { currency: CNY }
            agents:
              local:
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
    private static final String INVENTORY = """
            pools:
              - name: cpu
                host-architecture: x86_64
                nodes: [ { count: %d, units: 0, cpus: 1, memory: 4GiB } ]
                offers: [ { mode: on-demand, price: "0.1 CNY", per: core-hour } ]
            """;

    private Federation federation;
    private Runs runs;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
        var home = folder.resolve("federation");
        Files.createDirectories(home);
        Files.writeString(home.resolve("small.yaml"), INVENTORY.formatted(4));
        Files.writeString(home.resolve("large.yaml"), INVENTORY.formatted(64));
        federation = Federation.start(home, FEDERATION);
        runs = new Runs(federation);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void runsACommandAndKeepsItsWholeOutput() {
        var id = runs.submit(Runs.command("local", "sh", "-c", "seq 1 5000")).getId();

        assertThat(runs.awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(runs.stdout(id).lines()).hasSize(5000).first().isEqualTo("1");
    }

    @Test
    void failsWithTheExitCodeOfItsCommand() {
        var id = runs.submit(Runs.command("local", "sh", "-c", "exit 7")).getId();

        var over = runs.awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_FAILED);
        assertThat(over.getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
        assertThat(over.getAttempt().getExitCode()).isEqualTo(7);
    }

    @Test
    void triesACommandThatCannotBeStartedAgainAndThenGivesUp() {
        var id = runs.submit(Runs.command("local", "no-such-program")).getId();

        var over = runs.awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_FAILED);
        assertThat(over.getReason()).isEqualTo(Reason.REASON_LAUNCH_FAILED);
        assertThat(over.getMessage()).contains("no-such-program");
    }

    @Test
    void cancelsAnHourAndLeavesNoProcess() throws IOException {
        var mark = "isobar-mark-" + UUID.randomUUID();
        var script = "trap '' TERM; setsid sleep 3600 & sleep 3600; echo " + mark;
        var id = runs.submit(Runs.command("local", "sh", "-c", script)).getId();
        runs.awaitState(id, WorkloadState.WORKLOAD_STATE_RUNNING);
        Awaitility.await().until(() -> processesOf(id) >= 3);

        runs.cancel(id);

        assertThat(runs.awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_CANCELLED);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> processesOf(id) == 0);
    }

    @Test
    void answersTheSameRequestWithTheSameWorkload() {
        var request = UUID.randomUUID().toString();
        var first = runs.submit(request, Runs.command("local", "true")).getId();

        assertThat(runs.submit(request, Runs.command("local", "true")).getId()).isEqualTo(first);
        assertThatThrownBy(() -> runs.submit(request, Runs.command("local", "false")))
                .hasMessageContaining("ALREADY_EXISTS");
        runs.awaitEnd(first);
    }

    @Test
    void finishesOnceAndWholeWhereItsAgentDies() {
        survives("local");
    }

    @Test
    void finishesOnceAndWholeWhereTheBrokerDies() {
        survives("broker");
    }

    @Test
    void finishesOnceAndWholeWhereTheDatabaseDies() {
        survives("postgres");
    }

    @Test
    void finishesOnceAndWholeWhereKafkaDies() {
        survives("kafka");
    }

    private void survives(String part) {
        var script = "echo begin >> witness; for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done; cat witness";
        var id = runs.submit(Runs.command("local", "sh", "-c", script)).getId();
        runs.awaitState(id, WorkloadState.WORKLOAD_STATE_RUNNING);

        federation.kill(part);

        var over = runs.awaitEnd(id);
        assertThat(over.getState()).as(over.toString()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(runs.stdout(id).lines()).containsExactly("1", "2", "3", "4", "5", "6", "begin"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::allIsGood);
    }

    @Test
    void placesFourOfTwentyWhereThereIsRoomForFourAndThenTheRest() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(runs.submit(Runs.oneCore("small", 2)).getId());
        }
        var waiting = federation
                .workloads()
                .explain(ExplainRequest.newBuilder().setId(ids.getLast()).build());
        if (waiting.getWorkload().getState() == WorkloadState.WORKLOAD_STATE_QUEUED) {
            assertThat(waiting.getDecision().getDominantReason()).isEqualTo(Reason.REASON_INSUFFICIENT_CAPACITY);
            assertThat(waiting.getQueuePosition()).isPositive();
        }

        ids.forEach(id -> assertThat(runs.awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED));
    }

    @Test
    void runsTwoHundredShortOnesOnceEach() throws Exception {
        var ids = new ArrayList<String>();
        try (var users = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(() -> runs.submit(Runs.oneCore("large", 0.2)).getId());
            }
            for (var task : users.invokeAll(tasks)) {
                ids.add(task.get());
            }
        }

        assertThat(new HashSet<>(ids)).hasSize(200);
        for (var id : ids) {
            var over = runs.awaitEnd(id);
            assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
            assertThat(over.getAttempt().getOutcome()).isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED);
            assertThat(over.getAttempts())
                    .as("a refusal is another attempt, a second run is not")
                    .isLessThan(5);
        }
    }

    @Test
    void placesNothingInACordonedRegion() {
        federation
                .regions()
                .cordonRegion(CordonRegionRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setName("large")
                        .setNote("maintenance")
                        .build());
        try {
            var id = runs.submit(Runs.oneCore("large", 0.1)).getId();
            Awaitility.await().until(() -> runs.get(id).getReason() == Reason.REASON_REGION_CORDONED);
            assertThat(runs.get(id).getMessage()).contains("maintenance");
            runs.cancel(id);
        } finally {
            federation
                    .regions()
                    .uncordonRegion(UncordonRegionRequest.newBuilder()
                            .setRequestId(UUID.randomUUID().toString())
                            .setName("large")
                            .build());
        }
    }

    @Test
    void showsUtilisationWithItsAge() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(federation
                                .regions()
                                .listRegions(ListRegionsRequest.getDefaultInstance())
                                .getRegionsList())
                        .filteredOn(region -> region.getDescription().getName().equals("local"))
                        .singleElement()
                        .satisfies(region -> assertThat(region.getFiguresList()).anySatisfy(figure -> {
                            assertThat(figure.getMetric()).isEqualTo(Metric.METRIC_CPU_UTILISATION);
                            assertThat(figure.hasObservedAt()).isTrue();
                            assertThat(figure.getValue()).isBetween(0.0, 1.0);
                        })));
    }

    @Test
    void showsTheSameRecordsOverHttp() throws Exception {
        var id = runs.submit(Runs.command("local", "true")).getId();
        runs.awaitEnd(id);

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
    void listsEveryWorkloadOnceOverSmallPages() {
        for (int i = 0; i < 7; i++) {
            runs.submit(Runs.command("local", "true"));
        }
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = federation
                    .workloads()
                    .list(ListRequest.newBuilder()
                            .setPageSize(3)
                            .setPageToken(token)
                            .build());
            page.getWorkloadsList().forEach(workload -> seen.add(workload.getId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(federation.rest() + path)).build();
    }

    private boolean allIsGood() {
        return federation.regions().checkLinks(CheckLinksRequest.getDefaultInstance()).getChecksList().stream()
                .allMatch(LinkCheck::getGood);
    }

    /** Processes that carry the attempt in their environment, wherever they fled to. */
    private static long processesOf(String workload) throws IOException {
        try (var all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> environmentOf(process).contains("ISOBAR_WORKLOAD=" + workload))
                    .filter(process -> !isZombie(process))
                    .count();
        }
    }

    private static String environmentOf(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }

    private static boolean isZombie(Path process) {
        try {
            return Files.readString(process.resolve("stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }
}
