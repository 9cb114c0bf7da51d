package io.isobar.standalone.engine;

import io.isobar.standalone.part.OwnedPart;
import io.isobar.standalone.part.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A real Kafka for tests: the same broker that the launcher runs, owned by this JVM and ended with it.
 *
 * <p>Needs {@code dist} (see {@link Dist}). All failures are {@link io.isobar.standalone.part.PartFailure}.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaServer server;
    private final OwnedPart process;

    private EmbeddedKafka(KafkaServer server) {
        this.server = server;
        this.process = new OwnedPart(server);
    }

    /**
     * Starts a broker on the data in the folder, which are made when there are none; four seconds the first time.
     *
     * @param port of the loopback address; 0 chooses a free one
     */
    public static EmbeddedKafka start(Path folder, int port) {
        EmbeddedKafka kafka = new EmbeddedKafka(new KafkaServer(new KafkaSettings(
                folder,
                folder.resolve("kafka.log"),
                port == 0 ? Ports.anyFree() : port,
                Ports.anyFree(),
                List.of(),
                Optional.empty(),
                Dist.locate())));
        kafka.process.start();
        return kafka;
    }

    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    public long pid() {
        return process.id().pid();
    }

    /** Ends it as a crash would; {@link #restart()} brings it back. */
    public void kill() {
        process.kill();
    }

    /** Stops it when it runs, and starts it on the same data and port. */
    public void restart() {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }
}
