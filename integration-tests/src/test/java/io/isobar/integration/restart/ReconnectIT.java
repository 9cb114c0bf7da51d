package io.isobar.integration.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.isobar.integration.scenario.Federation;
import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ListRegionsRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many agents lose their broker together, and are all back once it is. Each region is dialled for by itself, over a connection of its own, as by
 * an agent that has no other. Small in a build, and there fewer are let in than come; with 1,000 it is {@code make bench-reconnect}.
 */
class ReconnectIT {
    private static final int REGIONS = Integer.getInteger("isobar.reconnect.regions", 40);
    private static final int RATE = Integer.getInteger("isobar.reconnect.rate", 5);
    private static final int AGENTS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static String federation() {
        var text = new StringBuilder("""
                standalone:
                  ports: { http: @HTTP@, grpc: @GRPC@, agents: 0, postgres: 0, kafka: 0, kafka-controller: 0 }
                  java-options: { broker: -Xmx512m, agent: -Xmx384m }
                broker:
                  isobar.broker.money: { currency: CNY }
                  isobar.broker.ports.sessions: { rate: %d }
                agents:
                """.formatted(RATE));
        for (int agent = 0; agent < AGENTS; agent++) {
            text.append("  agent-").append(agent).append(":\n    telemetry-every: 30s\n    regions:\n");
            for (int region = agent; region < REGIONS; region += AGENTS) {
                text.append("      r-")
                        .append(region)
                        .append(": { driver: simulated, provider: p, inventory: { file: one.yaml, format: yaml } }\n");
            }
        }
        return text.toString();
    }

    @Test
    void allAgentsThatLoseTheBrokerTogetherComeBackAndAreLetInSoManyASecond(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        var home = Files.createDirectories(folder.resolve("federation"));
        Files.writeString(home.resolve("one.yaml"), Federation.inventory(1));
        try (var federation = LaunchedFederation.start(home, federation())) {
            await("all are there")
                    .atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .ignoreExceptions()
                    .until(() -> metric(federation, "isobar_sessions") == REGIONS && connected(federation) == REGIONS);
            ProcessHandle.of(federation.pid("broker")).orElseThrow().destroyForcibly();
            var seen = new Watching(federation);

            await("all are back").atMost(PATIENCE).pollInterval(LOOK).until(seen::look);

            assertThat(connected(federation)).isEqualTo(REGIONS);
            assertThat(seen.mostInASecond)
                    .as("sessions in a second, which is looked at every %d ms".formatted(LOOK.toMillis()))
                    .isLessThanOrEqualTo(RATE * 2.0);
            System.out.printf(
                    Locale.ROOT,
                    "reconnect: %d agents; the broker answered %.1f s after it was killed, all were back after %.1f s, %.1f s later;"
                            + " at most %.0f sessions in a second (the limit is %d), %.0f turned away%n",
                    REGIONS,
                    seen.answered,
                    seen.allBack,
                    seen.allBack - seen.answered,
                    seen.mostInASecond,
                    RATE,
                    metric(federation, "isobar_sessions_turned_away_total"));
        }
    }

    /** What is seen of a broker that was killed and comes back; all times are seconds since then. */
    private final class Watching {
        private final LaunchedFederation federation;
        private final long killed = System.nanoTime();
        private final ArrayDeque<Look> lastSecond = new ArrayDeque<>();
        private double answered = -1;
        private double allBack;
        private double mostInASecond;

        Watching(LaunchedFederation federation) {
            this.federation = federation;
        }

        /** Whether all are back. */
        boolean look() throws InterruptedException {
            try {
                var look = new Look(seconds(killed), metric(federation, "isobar_sessions_opened_total"));
                answered = answered < 0 ? look.at() : answered;
                lastSecond.add(look);
                while (look.at() - lastSecond.getFirst().at() > 1) {
                    lastSecond.removeFirst();
                }
                mostInASecond = Math.max(
                        mostInASecond, look.opened() - lastSecond.getFirst().opened());
                boolean all = metric(federation, "isobar_sessions") == REGIONS && connected(federation) == REGIONS;
                allBack = all ? seconds(killed) : -1;
                return all;
            } catch (IOException | StatusRuntimeException away) {
                lastSecond.clear();
                return false;
            }
        }
    }

    private record Look(double at, double opened) {}

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static int connected(LaunchedFederation federation) {
        int connected = 0;
        var token = "";
        do {
            var page = federation
                    .regions()
                    .listRegions(ListRegionsRequest.newBuilder()
                            .setPageSize(500)
                            .setPageToken(token)
                            .build());
            connected += (int) page.getRegionsList().stream()
                    .filter(region -> region.getLink() == LinkState.LINK_STATE_CONNECTED)
                    .count();
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return connected;
    }

    private double metric(LaunchedFederation federation, String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(federation.rest() + "/q/metrics"))
                .build();
        Predicate<String> isIt = line -> line.startsWith(name + " ");
        return client.send(request, BodyHandlers.ofLines())
                .body()
                .filter(isIt)
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException(name + " is not there yet"));
    }
}
