package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.workload.v1.WorkloadState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon an agent that was killed has its work again, from when it is started; and how soon work of a region that is cut off runs elsewhere,
 * from when the broker may give it up. All on one machine, so that all times are of one clock.
 */
class CutOffBenchmark {
    private static final int TIMES = Integer.getInteger("isobar.bench.times", 10);
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.silence: { end-link-after: 5s, lost-after: 1s, stop-after: 6s, stop-grace: 2s, margin: 2s }
            agents:
              west:
                regions:
                  west:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.90 CNY", per: core-hour } ]
            """;
    private static final String PRICE = "0.10 CNY per core-hour";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private LaunchedFederation federation;
    private Runs runs;

    @BeforeEach
    void start() {
        federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        runs = new Runs(federation);
    }

    @AfterEach
    void stop() {
        federation.close();
    }

    @Test
    void anAgentIsKilledAndComesBackAndIsCutOffAgainAndAgain() throws Exception {
        var settings =
                List.of("driver=process", "provider=elsewhere", "offers[0].pool=machine", "offers[0].mode=on-demand");
        try (var east = new SiteAgent(folder, federation, "east", settings, PRICE)) {
            var adopted = new ArrayList<Double>();
            var sinceSession = new ArrayList<Double>();
            var replaced = new ArrayList<Double>();
            for (int time = 0; time < TIMES; time++) {
                awaitEast();
                var diary = new Diary(folder.resolve("work-" + time));
                var id = runs.submit(diary.workload()).getId();
                diary.awaitLineOf(id + "-1");
                assertThat(runs.get(id).getAttempt().getRegion()).isEqualTo("east");

                east.die();
                east.sells(PRICE);
                var started = Instant.now();
                await("the work is confirmed", () -> isConfirmed(id, started));
                adopted.add(seconds(started, confirmedAt(id)));
                sinceSession.add(seconds(time(east().getConnectedAt()), confirmedAt(id)));

                east.signal("STOP");
                await("it is known when it is given up", () -> east().hasGivenUpAt());
                var mayBeGivenUp = time(east().getGivenUpAt());
                diary.awaitLineOf(id + "-2");
                replaced.add(seconds(mayBeGivenUp, diary.firstLineOf(id + "-2")));
                east.signal("CONT");
                diary.enough();
                assertThat(runs.awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
                assertThat(runs.get(id).getAttempts()).isEqualTo(2);
                diary.assertOneAfterTheOther(id + "-1", id + "-2");
                System.out.printf(
                        Locale.ROOT,
                        "time %d: adopted %.2f s after the agent was started, replaced %.2f s after it was given up%n",
                        time + 1,
                        adopted.getLast(),
                        replaced.getLast());
            }
            print("agent killed, adopted from when it was started: ", adopted);
            print("of that, from when its session began: ", sinceSession);
            print("cut off, replaced from when it may be given up: ", replaced);
            System.out.println("none lost, none twice, of " + TIMES + " workloads");
        }
    }

    private Region east() {
        return federation.regions().listRegions(ListRegionsRequest.getDefaultInstance()).getRegionsList().stream()
                .filter(region -> region.getDescription().getName().equals("east"))
                .findFirst()
                .orElse(Region.getDefaultInstance());
    }

    private void awaitEast() {
        await("east is there", () -> east().getPoolsCount() > 0);
        runs.awaitAllLinksGood();
    }

    private boolean isConfirmed(String id, Instant since) {
        return !runs.get(id).getAttempt().getUnconfirmed() && confirmedAt(id).isAfter(since);
    }

    private Instant confirmedAt(String id) {
        return time(runs.get(id).getAttempt().getConfirmedAt());
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(condition);
    }

    private static Instant time(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static void print(String what, List<Double> seconds) {
        Collections.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%s%.2f s at least, %.2f s in the middle, %.2f s at most, of %d%n",
                what,
                seconds.getFirst(),
                seconds.get(seconds.size() / 2),
                seconds.getLast(),
                seconds.size());
    }
}
