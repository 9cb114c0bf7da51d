package io.isobar.standalone.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where one PostgreSQL server runs.
 *
 * @param folder the server's own: data, and the unpacked bundle when one is needed
 * @param passwordFile where the password of role isobar is kept, readable by its owner alone; made when absent
 * @param log where the server writes
 * @param port of the loopback address
 * @param environment the launcher's, for the search path
 * @param dist for the bundle
 */
public record PostgresSettings(
        Path folder, Path passwordFile, Path log, int port, Map<String, String> environment, Dist dist) {
    public PostgresSettings {
        folder = folder.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }
}
