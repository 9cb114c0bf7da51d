package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.workload.v1.DisconnectPolicy;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real agents that sleep, a real broker that does, and work that writes down when it ran where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutOffIT {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.silence: { lost-after: 1s, stop-after: 6s, stop-grace: 2s, margin: 2s }
            agents:
              east:
                regions:
                  east:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.10 CNY", per: core-hour } ]
              west:
                regions:
                  west:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.90 CNY", per: core-hour } ]
            """;
    /** Longer than a lease, its grace and all that follows. */
    private static final Duration LONG = Duration.ofSeconds(16);

    private Path folder;
    private LaunchedFederation federation;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) {
        folder = temporary;
        federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        runs().awaitAllLinksGood();
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    private Runs runs() {
        return new Runs(federation);
    }

    /** Writes a line with its attempt and the time ten times a second, until there is a file "enough". */
    private WorkloadSpec witnessed(Path witness) {
        var script = "while [ ! -e '" + witness + ".enough' ]; do echo \"$ISOBAR_ATTEMPT $(date +%s%N)\" >>'" + witness
                + "'; sleep 0.1; done";
        return Runs.command("east", "sh", "-c", script).toBuilder()
                .setPlacement(
                        Runs.command("east", "true").getPlacement().toBuilder().clearRegions())
                .build();
    }

    private record Seen(String attempt, long nanos) {}

    private static List<Seen> seen(Path witness) throws IOException {
        return Files.readAllLines(witness).stream()
                .map(line -> line.split(" ", 2))
                .filter(line -> line.length == 2)
                .map(line -> new Seen(line[0], Long.parseLong(line[1])))
                .toList();
    }

    private void awaitWitnessOf(String attempt, Path witness) {
        Awaitility.await(attempt + " runs")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(witness)
                        && seen(witness).stream()
                                .anyMatch(line -> line.attempt().equals(attempt)));
    }

    /** Goes on writing for longer than a lease, from now on. */
    private static void awaitWitnessOfALongTime(Path witness) throws IOException {
        long from = System.nanoTime();
        Awaitility.await("longer than a lease")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> System.nanoTime() - from > LONG.toNanos());
        int before = seen(witness).size();
        Awaitility.await("it still runs")
                .atMost(Duration.ofSeconds(90))
                .until(() -> seen(witness).size() > before);
    }

    private LinkState link(String region) {
        return federation.regions().listRegions(ListRegionsRequest.getDefaultInstance()).getRegionsList().stream()
                .filter(known -> known.getDescription().getName().equals(region))
                .findFirst()
                .orElseThrow()
                .getLink();
    }

    @Test
    void workOfAnAgentThatSleepsRunsElsewhereAndNeverTwiceAtATime() throws Exception {
        var witness = folder.resolve("asleep");
        var id = runs().submit(witnessed(witness)).getId();
        awaitWitnessOf(id + "-1", witness);
        assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("east");

        federation.signal("STOP", "east");
        try {
            awaitWitnessOf(id + "-2", witness);
            assertThat(link("east")).isEqualTo(LinkState.LINK_STATE_LOST);
            assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("west");
        } finally {
            federation.signal("CONT", "east");
        }
        runs().awaitAllLinksGood();
        Files.createFile(Path.of(witness + ".enough"));
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);

        var lines = seen(witness);
        long lastOfFirst = lines.stream()
                .filter(line -> line.attempt().equals(id + "-1"))
                .mapToLong(Seen::nanos)
                .max()
                .orElseThrow();
        long firstOfSecond = lines.stream()
                .filter(line -> line.attempt().equals(id + "-2"))
                .mapToLong(Seen::nanos)
                .min()
                .orElseThrow();
        assertThat(lastOfFirst).isLessThan(firstOfSecond);
        assertThat(runs().get(id).getAttempts()).isEqualTo(2);
    }

    @Test
    void workGoesOnWhereTheBrokerIsAwayForLongerThanALease() throws Exception {
        var witness = folder.resolve("alone");
        var id = runs().submit(witnessed(witness)).getId();
        awaitWitnessOf(id + "-1", witness);

        federation.signal("STOP", "broker");
        try {
            awaitWitnessOfALongTime(witness);
        } finally {
            federation.signal("CONT", "broker");
        }
        runs().awaitAllLinksGood();
        Files.createFile(Path.of(witness + ".enough"));

        var over = runs().awaitEnd(id);
        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
    }

    @Test
    void whatIsToKeepRunningDoes() throws Exception {
        var witness = folder.resolve("kept");
        var spec = witnessed(witness).toBuilder()
                .setDisconnect(DisconnectPolicy.DISCONNECT_POLICY_KEEP_RUNNING)
                .build();
        var id = runs().submit(spec).getId();
        awaitWitnessOf(id + "-1", witness);

        federation.signal("STOP", "east");
        try {
            Awaitility.await("the region is not heard of")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> runs().get(id).getAttempt().getUnconfirmed());
            awaitWitnessOfALongTime(witness);
        } finally {
            federation.signal("CONT", "east");
        }
        runs().awaitAllLinksGood();
        Files.createFile(Path.of(witness + ".enough"));

        var over = runs().awaitEnd(id);
        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
    }
}
