package io.isobar.integration.container;

import io.isobar.integration.telemetry.TelemetryContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.kafka.KafkaContainer;

/** Telemetry over Kafka in a container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerTelemetryIT implements TelemetryContract {
    private final KafkaContainer server = Docker.kafka();

    @BeforeAll
    void start() {
        Docker.require();
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Override
    public String bootstrapServers() {
        return server.getBootstrapServers();
    }
}
