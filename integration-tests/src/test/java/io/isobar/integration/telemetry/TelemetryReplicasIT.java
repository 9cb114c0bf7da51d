package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that share the telemetry of a federation, each a process of its own: they come, and are killed, while records flow. */
class TelemetryReplicasIT {
    private static final int PARTITIONS = 6;
    private static final int REGIONS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final List<Replica> replicas = new ArrayList<>();

    TelemetryReplicasIT(@TempDir Path folder) {
        this.folder = folder;
        this.kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    }

    @AfterEach
    void stop() {
        replicas.forEach(Replica::close);
        kafka.close();
    }

    @Test
    @Timeout(900)
    void nothingIsLostOrCountedTwiceAsReplicasComeAndAreKilled() throws Exception {
        // State goes to Kafka with every record, and what was read once a second: whatever it dies of, its heir reads
        // again what is in
        // the state already.
        var first = replica("statestore.cache.max.bytes=0");
        var second = replica();
        try (var feed = new NumberedFeed(kafka.bootstrapServers(), REGIONS)) {
            feed.send(60);
            awaitShares(feed.pools(), first, second);
            awaitBoards(feed, first, second);

            var third = replica();
            feed.send(60);
            awaitShares(feed.pools(), first, second, third);
            feed.send(20);
            awaitBoards(feed, first, second, third);

            long before = first.counts().taken();
            long knownBefore = second.counts().duplicates() + third.counts().duplicates();
            feed.send(60);
            Awaitility.await("the first to be amid the records")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> first.counts().taken() > before);
            first.kill();
            feed.send(30);
            awaitShares(feed.pools(), second, third);
            awaitBoards(feed, second, third);
            assertThat(second.counts().duplicates() + third.counts().duplicates())
                    .as("records that the killed one had counted and not said so, read again by the others")
                    .isGreaterThan(knownBefore);

            var fourth = replica();
            feed.send(30);
            awaitShares(feed.pools(), second, third, fourth);
            feed.send(40);
            awaitBoards(feed, second, third, fourth);
        }
    }

    private Replica replica(String... settings) throws IOException {
        var replica = Replica.start(
                kafka.bootstrapServers(), PARTITIONS, folder.resolve("replica-" + replicas.size() + ".log"), settings);
        replicas.add(replica);
        return replica;
    }

    /** Until each has a part of the pools and all have them together, none twice. */
    private static void awaitShares(int pools, Replica... sharing) {
        Awaitility.await(pools + " pools shared by " + sharing.length)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    var shares = new ArrayList<Integer>();
                    for (var replica : sharing) {
                        shares.add(replica.counts().pools());
                    }
                    assertThat(shares.stream().mapToInt(share -> share).sum()).isEqualTo(pools);
                    if (pools > 0) {
                        assertThat(shares).allSatisfy(share -> assertThat(share).isPositive());
                    }
                });
    }

    private static void awaitBoards(NumberedFeed feed, Replica... all) {
        var expected = feed.expected();
        for (var replica : all) {
            Awaitility.await("a board that shows what was sent")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(
                            () -> assertThat(replica.board(feed.regions())).isEqualTo(expected));
        }
    }
}
