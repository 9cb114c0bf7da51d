package io.isobar.integration.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.integration.ledger.Schema;
import io.isobar.integration.scenario.Federation;
import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.integration.scenario.Runs;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is killed whose store holds workloads that are over, wait and run. Small in a build; with 100,000 it is
 * {@code make bench-restart}, of which the times are what matters.
 */
class RestartIT {
    private static final int WORKLOADS = Integer.getInteger("isobar.restart.workloads", 1_000);
    private static final int RUNNING = WORKLOADS * 3 / 100;
    private static final int WAITING = WORKLOADS * 5 / 100;
    private static final int ENDED_BY_ITSELF = 24;
    private static final int TIMES = Integer.getInteger("isobar.restart.times", 1);
    private static final int SPARE = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"(w-[^\"]+)\"");
    private static final Duration LOOK = Duration.ofMillis(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static String federation() {
        var text = new StringBuilder("""
                standalone:
                  ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
                  java-options: { broker: -Xmx512m, agent: -Xmx384m }
                broker:
                  isobar.broker.money: { currency: CNY }
                agents:
                  simulated:
                    regions:
                """);
        text.append(region("busy", 1));
        for (int i = 0; i < SPARE; i++) {
            text.append(region("spare-" + i, 3_600));
        }
        return text.toString();
    }

    private static String region(String name, int timeScale) {
        return """
                      %s:
                        driver: simulated
                        provider: somebody
                        inventory: { file: %s.yaml, format: yaml }
                        time-scale: %d
                """.formatted(name, name.startsWith("spare") ? "spare" : name, timeScale);
    }

    @Test
    void whatWaitsAndRunsIsTakenUpAndTheNextIsPlaced(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        var home = Files.createDirectories(folder.resolve("federation"));
        Files.writeString(home.resolve("busy.yaml"), Federation.inventory(RUNNING));
        Files.writeString(home.resolve("spare.yaml"), Federation.inventory(50));
        try (var federation = LaunchedFederation.start(home, federation())) {
            var store = new FilledStore(Schema.at(
                    "jdbc:postgresql://127.0.0.1:" + federation.port("postgres") + "/isobar",
                    "isobar",
                    Files.readString(federation.passwordFile()).strip()));
            fill(new Runs(federation), store);
            var before = store.states();
            for (int time = 1; time <= TIMES; time++) {
                restart(federation, time);
            }
            // Those that came after the restarts may run for a moment more.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(store.states())
                            .as("before: " + before)
                            .containsEntry("RUNNING", RUNNING)
                            .containsEntry("QUEUED", WAITING));
            assertThat(store.count("select count(*) from workload_states"))
                    .isEqualTo(
                            before.values().stream().mapToInt(Integer::intValue).sum() + TIMES);
            assertThat(store.count("select count(*) from attempts where region = 'busy'"))
                    .as("attempts in the region that is full, none of them a second one")
                    .isEqualTo(RUNNING);
        }
    }

    private void fill(Runs runs, FilledStore store) throws Exception {
        submit(runs, ENDED_BY_ITSELF, Runs.oneCore("spare-0", 0.1));
        submit(runs, RUNNING + WAITING, Runs.oneCore("busy", 10_000));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(store.states())
                        .containsEntry("SUCCEEDED", ENDED_BY_ITSELF)
                        .containsEntry("RUNNING", RUNNING)
                        .containsEntry("QUEUED", WAITING));
        store.copyWhatIsOver(WORKLOADS - RUNNING - WAITING - ENDED_BY_ITSELF);
        System.out.println("restart: the store holds " + store.states());
    }

    private static void submit(Runs runs, int number, WorkloadSpec spec) throws Exception {
        List<Callable<String>> all = IntStream.range(0, number)
                .<Callable<String>>mapToObj(n -> () -> runs.submit(spec).getId())
                .toList();
        try (var threads = Executors.newFixedThreadPool(32)) {
            for (Future<String> one : threads.invokeAll(all)) {
                one.get();
            }
        }
    }

    private void restart(LaunchedFederation federation, int time) throws Exception {
        var old = ProcessHandle.of(federation.pid("broker")).orElseThrow();
        var command = List.of(old.info().arguments().orElseThrow());
        old.destroyForcibly();
        var broker = await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(
                        () -> ProcessHandle.allProcesses()
                                .filter(one -> one.pid() != old.pid()
                                        && one.info()
                                                .arguments()
                                                .map(List::of)
                                                .filter(command::equals)
                                                .isPresent())
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
        var begun = broker.info().startInstant().orElseThrow();
        var answered =
                when(() -> get(federation, "/api/v1/workloads?pageSize=100").statusCode() == 200);
        var id = await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> accepted(federation, time), accepted -> !accepted.isEmpty());
        var accepted = Instant.now();
        double usedToAnswer = processorSeconds(broker);
        var placed = when(() -> {
            var workload = get(federation, "/api/v1/workloads/" + id).body();
            return workload.contains("WORKLOAD_STATE_") && !workload.contains("WORKLOAD_STATE_QUEUED");
        });
        System.out.printf(
                Locale.ROOT,
                "restart %d: from the start of the process %.2f s to the first answer, %.2f s to the first that is accepted, %.2f s"
                        + " to the first that is placed; of processors %.2f s until then, of which %.2f s until the first was accepted%n",
                time,
                seconds(begun, answered),
                seconds(begun, accepted),
                seconds(begun, placed),
                processorSeconds(broker),
                usedToAnswer);
        await("all regions are back").atMost(PATIENCE).until(() -> {
            var regions = get(federation, "/api/v1/regions?pageSize=100").body();
            return regions.split("LINK_STATE_CONNECTED", -1).length == SPARE + 2;
        });
    }

    private Instant when(Callable<Boolean> is) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(is);
        return Instant.now();
    }

    private HttpResponse<String> get(LaunchedFederation federation, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(federation.rest() + path)).build(), BodyHandlers.ofString());
    }

    /** The id of the workload that is submitted; empty: the broker takes none yet. */
    private String accepted(LaunchedFederation federation, int time) throws IOException, InterruptedException {
        var spare = IntStream.range(0, SPARE)
                .mapToObj(i -> "\"spare-" + i + "\"")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(federation.rest() + "/api/v1/workloads"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"requestId\":\"after-restart-" + time
                                + "\",\"workload\":{\"spec\":{\"name\":\"after-restart\",\"variants\":[{\"stack\":\"cpu\","
                                + "\"command\":[\"simulated\"]}],\"placement\":{\"regions\":[" + spare + "]}}}}"))
                        .build(),
                BodyHandlers.ofString());
        var id = ID.matcher(answer.body());
        return answer.statusCode() / 100 == 2 && id.find() ? id.group(1) : "";
    }

    /** Does not depend on what else the machine does. */
    private static double processorSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }
}
