package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.telemetry.UnsentFile;
import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry over the Kafka that the launcher runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedTelemetryIT implements TelemetryContract {
    private final EmbeddedKafka server;

    EmbeddedTelemetryIT(@TempDir Path folder) {
        server = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    @Test
    void whatAnAgentCountedThatEndedWhileKafkaWasAwayCountsOnce(@TempDir Path folder) {
        var file = folder.resolve("unsent");
        server.kill();
        try (var agent = new KafkaTelemetry(bootstrapServers())) {
            Thread.ofVirtual().start(agent);
            var batch = failures("first", 2, TelemetryContract.NOON);
            UnsentFile.open(file).add(batch);
            agent.accept(batch);
        }
        server.restart();

        var unsent = UnsentFile.open(file);
        var before = unsent.fromBefore();
        assertThat(before).containsExactly(failures("first", 2, TelemetryContract.NOON));
        try (var link = new TelemetryLink(bootstrapServers())) {
            link.watch("away", unsent::sent);
            // As an agent does: again and again until it is known to be sent.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        unsent.fromBefore().forEach(link::send);
                        return unsent.fromBefore().isEmpty();
                    });
            assertThat(file).doesNotExist();
            before.forEach(link::send);
            link.send(failures("second", 3, TelemetryContract.NOON.plusSeconds(5)));

            var figure = TelemetryContract.awaitCount(link, "away", 2);
            assertThat(Objects.requireNonNull(figure.sliding()).sum()).isEqualTo(5);
        }
    }

    private static TelemetryBatch failures(String incarnation, int count, Instant at) {
        return TelemetryBatch.newBuilder()
                .setRegion("away")
                .setAgentIncarnation(incarnation)
                .addRecords(TelemetryContract.batch("away", count, at).getRecords(0).toBuilder()
                        .setMetric(Metric.METRIC_LAUNCH_FAILURES)
                        .setSequence(7))
                .build();
    }

    @Test
    void comesBackWithKafka() {
        try (var link = new TelemetryLink(bootstrapServers())) {
            TelemetryContract.awaitFigure(link, "before", 0.5);

            server.kill();
            server.restart();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        link.send(TelemetryContract.batch("before", 0.75, TelemetryContract.NOON.plusSeconds(1)));
                        return link.figures("before").getFirst().value() == 0.75;
                    });
            assertThat(link.figures("before")).hasSize(1);
        }
    }
}
