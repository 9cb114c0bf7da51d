package io.isobar.integration.telemetry;

import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** An agent's end and the broker's end, each on a thread of its own. */
final class TelemetryLink implements AutoCloseable {
    private final FigureBoard board = new FigureBoard();
    private final KafkaTelemetry agent;
    private final io.isobar.broker.telemetry.kafka.KafkaTelemetry broker;
    private final SignalReader signals;
    private final Thread adding;
    private final Thread reading;

    TelemetryLink(String bootstrapServers) {
        agent = new KafkaTelemetry(bootstrapServers);
        broker = new io.isobar.broker.telemetry.kafka.KafkaTelemetry(bootstrapServers, new TelemetryTopics(2));
        signals = new SignalReader(bootstrapServers, board, InstantSource.system());
        Thread.ofVirtual().start(agent);
        adding = Thread.ofPlatform().daemon().start(broker::run);
        reading = Thread.ofVirtual().start(signals::run);
    }

    void send(TelemetryBatch batch) {
        agent.accept(batch);
    }

    /** Which batches of a region Kafka took. */
    void watch(String region, Consumer<TelemetryBatch> hears) {
        agent.watch(region, hears);
    }

    List<Figure> figures(String region) {
        return board.of(new RegionName(region));
    }

    @Override
    public void close() {
        agent.close();
        broker.stop();
        signals.stop();
        // The broker's end may be between two waits, where only an interrupt reaches it.
        reading.interrupt();
        adding.interrupt();
    }
}
