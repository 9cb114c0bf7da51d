package io.isobar.standalone.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and how one Kafka node runs.
 *
 * @param folder the broker's own: configuration and data
 * @param log where the broker writes
 * @param port for clients, of the loopback address
 * @param controllerPort for the broker's own controller, of the loopback address
 * @param javaOptions for its JVM, after the built-in ones
 * @param classArchive where loaded classes are kept between starts, which halves the time of later ones; made at the
 *     first orderly stop. Empty: none, and no extra two seconds at that stop
 * @param dist for the libraries
 */
public record KafkaSettings(
        Path folder,
        Path log,
        int port,
        int controllerPort,
        List<String> javaOptions,
        Optional<Path> classArchive,
        Dist dist) {
    public KafkaSettings {
        folder = folder.toAbsolutePath().normalize();
        javaOptions = List.copyOf(javaOptions);
    }
}
