package io.isobar.standalone.command;

import io.isobar.standalone.engine.Dist;
import io.isobar.standalone.supervisor.Home;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where things are: the repository, the data folder, the packaged services.
 *
 * @param repository the root of the source tree, whose modules have been built
 * @param dist of this module
 * @param environment the launcher's own
 */
record Installation(Path repository, Dist dist, Map<String, String> environment) {
    private static final String PROPERTY = "isobar.repository";

    static Installation find() {
        Dist dist = Dist.locate();
        String named = System.getProperty(PROPERTY);
        // Without the script that sets it: dist is deploy/standalone/target/dist.
        Path root = named == null ? dist.folder().resolve("../../../..") : Path.of(named);
        return new Installation(root.toAbsolutePath().normalize(), dist, System.getenv());
    }

    Home home() {
        String named = environment.get("ISOBAR_HOME");
        return new Home(named == null || named.isBlank() ? repository.resolve(".isobar") : Path.of(named));
    }

    Path defaultFederation() {
        return repository.resolve("deploy/standalone/federation/federation.yaml");
    }

    Path brokerJar() {
        return jar("ISOBAR_STANDALONE_BROKER_JAR", "broker-service");
    }

    Path agentJar() {
        return jar("ISOBAR_STANDALONE_AGENT_JAR", "region-agent");
    }

    private Path jar(String variable, String module) {
        return Path.of(Objects.requireNonNullElseGet(
                environment.get(variable),
                () -> repository
                        .resolve(module)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString()));
    }
}
