package io.isobar.integration.container;

import io.isobar.standalone.part.Ports;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** In containers. Their ports are fixed: Docker would give a container other ones when it is started again. */
final class ContainerEngines implements AutoCloseable {
    private final PostgreSQLContainer postgres = Docker.postgres();
    private final KafkaContainer kafka = Docker.kafka();

    ContainerEngines() {
        postgres.setPortBindings(List.of("127.0.0.1:" + Ports.anyFree() + ":5432"));
        kafka.setPortBindings(List.of("127.0.0.1:" + Ports.anyFree() + ":9092"));
        postgres.start();
        try {
            kafka.start();
        } catch (RuntimeException failed) {
            postgres.stop();
            throw failed;
        }
    }

    String jdbcUrl() {
        return postgres.getJdbcUrl();
    }

    String user() {
        return postgres.getUsername();
    }

    String password() {
        return postgres.getPassword();
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    void crashPostgres() {
        crash(postgres);
    }

    void crashKafka() {
        crash(kafka);
    }

    private static void crash(GenericContainer<?> container) {
        var docker = container.getDockerClient();
        docker.killContainerCmd(container.getContainerId()).exec();
        docker.startContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
