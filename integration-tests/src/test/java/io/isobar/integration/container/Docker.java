package io.isobar.integration.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** What the tests with containers run on. */
final class Docker {
    private Docker() {}

    /** Skips the tests of a class, by name, where there is no Docker; in CI on a machine that could have it they fail. */
    static void require() {
        var absent = whyAbsent();
        if (absent.isEmpty()) {
            return;
        }
        var message =
                "NO CONTAINERS: " + absent.get() + ". Not run: the tests with PostgreSQL and Kafka in containers.";
        if ("true".equals(System.getenv("CI")) && couldInstallDocker()) {
            throw new AssertionError(message + " This is CI, as root on a Debian: they must run.");
        }
        Assumptions.abort(message);
    }

    private static Optional<String> whyAbsent() {
        var told = System.getenv("ISOBAR_NO_DOCKER");
        if (told != null) {
            return Optional.of(told);
        }
        // Without it Testcontainers looks for Ryuk's image, and pulls where nothing can be pulled.
        if (!"true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
            return Optional.of("this shell has not run integration-tests/bin/docker-up, as make test does");
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no Docker engine answers");
    }

    private static boolean couldInstallDocker() {
        return "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/etc/debian_version"));
    }

    static PostgreSQLContainer postgres() {
        return new PostgreSQLContainer(
                DockerImageName.parse("postgres:" + System.getProperty("isobar.container.postgres")));
    }

    static KafkaContainer kafka() {
        return new KafkaContainer(
                DockerImageName.parse("apache/kafka:" + System.getProperty("isobar.container.kafka")));
    }
}
