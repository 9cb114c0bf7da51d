package io.isobar.standalone.part;

import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker or an agent: a packaged Quarkus service with one configuration file and a health endpoint. */
public final class QuarkusService implements Part {
    private final ServiceSettings settings;
    private String lastAnswer = "";

    public QuarkusService(ServiceSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String address() {
        return settings.address();
    }

    @Override
    public Path log() {
        return settings.log();
    }

    @Override
    public void check() {
        if (!Files.isReadable(settings.jar())) {
            throw new PartFailure(name() + " is not built: " + settings.jar() + " is absent; run make build");
        }
        settings.ports().forEach((key, port) -> {
            if (!Ports.free(port)) {
                throw new PartFailure("port " + port + " for " + name() + " is taken by another program; stop that"
                        + " program, or choose another port: " + key);
            }
        });
    }

    @Override
    public Launch prepare() {
        check();
        Path configuration = settings.folder().resolve("configuration.properties");
        try {
            Files.createDirectories(settings.folder());
            Files.writeString(configuration, settings.configuration());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        return new Launch(command(), environment(configuration), settings.folder(), settings.log());
    }

    @Override
    public boolean ready(ProcessId process) {
        HealthProbe.Answer answer = HealthProbe.ask(settings.httpPort());
        lastAnswer = answer.body();
        return answer.ready() || (settings.standsBy() && answer.waits());
    }

    @Override
    public String whyNotReady() {
        return lastAnswer;
    }

    @Override
    public Duration readyWithin() {
        return Duration.ofSeconds(90);
    }

    @Override
    public Signal stopSignal() {
        return Signal.TERM;
    }

    @Override
    public Duration stopsWithin() {
        return Duration.ofSeconds(20);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(settings.javaOptions());
        command.addAll(classCache());
        command.addAll(List.of("-jar", settings.jar().toString()));
        return command;
    }

    /**
     * The JVM passes over a cache that another JVM, or another build of the jars, made: quietly, since it is of no consequence but for the time
     * of the start.
     */
    private List<String> classCache() {
        Path cache = settings.jar().resolveSibling("app.aot");
        boolean making = settings.javaOptions().stream().anyMatch(option -> option.startsWith("-XX:AOT"));
        return making || !Files.isReadable(cache)
                ? List.of()
                : List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:class+path=off");
    }

    private Map<String, String> environment(Path configuration) {
        Map<String, String> environment =
                new TreeMap<>(Map.of("MALLOC_ARENA_MAX", "2", "QUARKUS_HTTP_HOST", "127.0.0.1"));
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(settings.httpPort()));
        // A comma would begin a second location.
        environment.put(
                "SMALLRYE_CONFIG_LOCATIONS", configuration.toUri().toString().replace(",", "%2C"));
        environment.putAll(settings.environment().get());
        return environment;
    }
}
