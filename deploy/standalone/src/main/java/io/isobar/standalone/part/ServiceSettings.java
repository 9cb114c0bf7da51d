package io.isobar.standalone.part;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What tells one Quarkus service from another.
 *
 * @param name of the part
 * @param address for people
 * @param jar its quarkus-run.jar
 * @param folder where it works and keeps its state
 * @param log its output
 * @param httpPort where its health is asked
 * @param standsBy whether it serves as it should also while it waits for the lead
 * @param ports all that it listens on, by what to change when one is taken
 * @param configuration the text of its properties file
 * @param environment further entries, computed at each start: a password may not be known before
 * @param javaOptions for its JVM
 */
public record ServiceSettings(
        String name,
        String address,
        Path jar,
        Path folder,
        Path log,
        int httpPort,
        boolean standsBy,
        Map<String, Integer> ports,
        String configuration,
        Supplier<Map<String, String>> environment,
        List<String> javaOptions) {
    public ServiceSettings {
        ports = Map.copyOf(ports);
        javaOptions = List.copyOf(javaOptions);
    }
}
