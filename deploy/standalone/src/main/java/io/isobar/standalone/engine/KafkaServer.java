package io.isobar.standalone.engine;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.part.Ports;
import io.isobar.standalone.process.Command;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Apache Kafka as one node that is its own controller, on the loopback address. */
public final class KafkaServer implements Part {
    public static final String NAME = "kafka";

    private static final Duration FORMAT_AT_MOST = Duration.ofMinutes(1);
    private static final int UUID_BYTES = 16;

    /** The first compiler alone: half a second less to start, 20 MB less to hold, fast enough for one machine. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xms32m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info");

    private final KafkaSettings settings;

    public KafkaServer(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return bootstrapServers() + " (Kafka)";
    }

    @Override
    public Path log() {
        return settings.log();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    @Override
    public Launch prepare() throws InterruptedException {
        Path configuration = settings.folder().resolve("server.properties");
        try {
            Files.createDirectories(settings.folder());
            Files.writeString(configuration, KafkaConfiguration.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        if (!formatted()) {
            format(configuration);
        }
        requireFree(settings.port(), "ports.kafka");
        requireFree(settings.controllerPort(), "ports.kafka-controller");
        List<String> command = java();
        settings.classArchive().ifPresent(archive -> {
            command.add("-XX:+AutoCreateSharedArchive");
            command.add("-XX:SharedArchiveFile=" + archive);
            command.add("-Xlog:cds=off");
            command.add("-Xlog:cds+dynamic=off");
        });
        command.addAll(settings.javaOptions());
        command.addAll(List.of("kafka.Kafka", configuration.toString()));
        return new Launch(command, Map.of("MALLOC_ARENA_MAX", "2"), settings.folder(), settings.log());
    }

    @Override
    public boolean ready(ProcessId process) {
        return KafkaProbe.serves(settings.port());
    }

    /** Long: after a crash it first checks its log segments. */
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
        return Duration.ofSeconds(30);
    }

    private boolean formatted() {
        Path data = KafkaConfiguration.data(settings);
        return Files.exists(data.resolve("meta.properties")) && Files.exists(data.resolve("bootstrap.checkpoint"));
    }

    private void format(Path configuration) throws InterruptedException {
        List<String> command = java();
        command.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                // In one argument: one identity in 64 begins with a hyphen.
                "--cluster-id=" + newClusterId(),
                "--config",
                configuration.toString()));
        Command.Result result = Command.run(command, "", settings.folder(), FORMAT_AT_MOST);
        if (!result.succeeded() || !formatted()) {
            throw new PartFailure("Kafka could not format its data folder " + KafkaConfiguration.data(settings)
                    + " (exit code " + result.exitCode() + "):\n" + result.output());
        }
    }

    private List<String> java() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-cp", settings.dist().kafkaLibraries() + "/*"));
        return command;
    }

    private static void requireFree(int port, String key) {
        if (!Ports.free(port)) {
            throw new PartFailure("port " + port + " for Kafka is taken by another program; stop that program, or set "
                    + key + " in the federation file to another port");
        }
    }

    /** Kafka writes identities as the 16 bytes of a UUID in URL-safe base 64. */
    private static String newClusterId() {
        UUID id = UUID.randomUUID();
        ByteBuffer bytes = ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
