package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.engine.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
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
