package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that produces while its topic is made: Kafka names the leaders of partitions before they take records (KAFKA-15591), so that
 * what is sent first may be turned away, and must not be overtaken.
 */
class NewTopicIT {
    private static final int PARTITIONS = 200;
    private static final int REGIONS = 40;
    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final EmbeddedKafka kafka;

    NewTopicIT(@TempDir Path folder) {
        this.kafka = EmbeddedKafka.start(folder, 0);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    @Timeout(300)
    void losesNoneOfTheFirstRecordsAndKeepsTheirOrder() throws Exception {
        try (var telemetry = new KafkaTelemetry(kafka.bootstrapServers());
                var raw = new RawKafka(kafka.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Thread.ofVirtual().start(telemetry);
            var made = admin.createTopics(
                            List.of(new NewTopic(KafkaTelemetry.TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all();
            // One is given up for each two seconds without the topic; none of those that follow is.
            for (int i = 0; i < 5; i++) {
                telemetry.accept(batch("early", i));
            }
            for (int round = 0; round < ROUNDS; round++) {
                send(telemetry, round);
            }
            made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            var found = raw.awaitAll(KafkaTelemetry.TOPIC, Set.of("early"), REGIONS * ROUNDS);

            assertThat(found).hasSize(REGIONS);
            var all = LongStream.range(0, ROUNDS).boxed().toList();
            for (var batches : found.values()) {
                var rounds = new ArrayList<Long>();
                for (var batch : batches) {
                    rounds.add(TelemetryBatch.parseFrom(batch).getRecords(0).getSequence());
                }
                assertThat(rounds).isEqualTo(all);
            }
        }
    }

    /** A batch of each region, taken by the producer before the next round. */
    private static void send(KafkaTelemetry telemetry, int round) {
        for (int region = 0; region < REGIONS; region++) {
            telemetry.accept(batch("region-" + region, round));
        }
        Awaitility.await("the producer to have taken the round")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> telemetry.waiting() == 0);
    }

    private static TelemetryBatch batch(String region, int round) {
        return TelemetryBatch.newBuilder()
                .setRegion(region)
                .addRecords(MetricRecord.newBuilder().setSequence(round))
                .addRecords(MetricRecord.newBuilder().setPool("p".repeat(20_000)))
                .build();
    }
}
