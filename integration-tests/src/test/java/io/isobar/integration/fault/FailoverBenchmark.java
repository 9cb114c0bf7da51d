package io.isobar.integration.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.isobar.integration.scenario.LaunchedFederation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long nothing is placed where the broker that leads is killed: from SIGKILL until work that was submitted after it wrote that it
 * began, with the lease that is the default. Beside it the same without a kill, which is what submitting, placing and starting take by themselves.
 */
class FailoverBenchmark {
    private static final int KILLS = Integer.getInteger("isobar.bench.kills", 20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The supervisor gives up a part that dies eight times in five minutes, and each dies at every second kill. */
    private static final Duration APART = Duration.ofSeconds(22);

    @Test
    void theLeaderIsKilledAgainAndAgain(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        Files.createDirectories(folder.resolve("witnesses"));
        try (var federation = LaunchedFederation.start(folder.resolve("federation"), RandomFaultsIT.federation("5s"));
                var user = User.of(federation, new Random(1), folder.resolve("witnesses"))) {
            user.awaitAllLinksGood();
            var undisturbed = new ArrayList<Double>();
            var disturbed = new ArrayList<Double>();
            long killedAt = System.nanoTime() - APART.toNanos();
            for (int kill = 0; kill < KILLS; kill++) {
                user.submit();
                undisturbed.add(untilItActs(user));
                awaitOneThatWaits(federation, user);
                user.submit();
                long last = killedAt;
                Awaitility.await("no part has died too often")
                        .atMost(APART.plus(PATIENCE))
                        .until(() -> System.nanoTime() - last >= APART.toNanos());
                String leader = user.leads("127.0.0.1:" + federation.port("grpc")) ? "broker" : "broker-2";
                long process = federation.pid(leader);
                killedAt = System.nanoTime();
                System.out.println("kill " + (kill + 1) + " of " + KILLS + ": " + leader + " at " + Instant.now());
                LaunchedFederation.signal("KILL", process);
                disturbed.add(untilItActs(user, killedAt));
                System.out.printf(Locale.ROOT, "kill %d: %.2f s%n", kill + 1, disturbed.getLast());
            }
            for (var one : user.submitted().entrySet()) {
                user.awaitEnd(one.getKey());
                assertThat(one.getValue().isOfOneRun(one.getKey()))
                        .as(one.getKey())
                        .isTrue();
            }
            print("without a kill, ", undisturbed);
            print("leader killed, ", disturbed);
            System.out.println("none lost, none twice, of " + user.submitted().size() + " workloads");
        }
    }

    /** The next kill is of a leader that another can replace. */
    private static void awaitOneThatWaits(LaunchedFederation federation, User user) {
        Awaitility.await("both brokers run")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(problem ->
                        problem instanceof StatusRuntimeException || problem instanceof IllegalStateException)
                .until(() -> {
                    federation.status();
                    return true;
                });
        user.awaitAllLinksGood();
    }

    private static double untilItActs(User user) {
        return untilItActs(user, System.nanoTime());
    }

    private static double untilItActs(User user, long from) {
        var witness = user.submit();
        Awaitility.await("it begins")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !witness.lines().isEmpty());
        return (System.nanoTime() - from) / 1e9;
    }

    private static void print(String what, List<Double> seconds) {
        Collections.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%suntil work submitted then begins: %.2f s at least, %.2f s in the middle, %.2f s at most, of %d%n",
                what,
                seconds.getFirst(),
                seconds.get(seconds.size() / 2),
                seconds.getLast(),
                seconds.size());
    }
}
