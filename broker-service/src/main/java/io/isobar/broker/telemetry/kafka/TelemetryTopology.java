package io.isobar.broker.telemetry.kafka;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** From raw telemetry to signals: one processor with its state in memory and in a changelog. */
final class TelemetryTopology {
    /** The group of all replicas; the version changes with a state that cannot be read any more. */
    static final String GROUP = "isobar-telemetry-v1";

    private TelemetryTopology() {}

    static Topology of(TelemetryCounts counts) {
        var topology = new Topology();
        topology.addSource("raw", new ByteArrayDeserializer(), new ByteArrayDeserializer(), TelemetryTopics.RAW);
        topology.addProcessor(TelemetryProcessor.NAME, () -> new TelemetryProcessor(counts), "raw");
        topology.addStateStore(
                new CommitStore.Builder(Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(TelemetryProcessor.STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(Map.of(
                                "segment.bytes", Integer.toString(16 << 20), "min.cleanable.dirty.ratio", "0.3"))),
                TelemetryProcessor.NAME);
        topology.addSink(
                TelemetryProcessor.SIGNALS,
                TelemetryTopics.SIGNALS,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                TelemetryProcessor.NAME);
        topology.addSink(
                TelemetryProcessor.DEAD_LETTERS,
                TelemetryTopics.DEAD_LETTERS,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                TelemetryProcessor.NAME);
        return topology;
    }

    static Properties settings(String bootstrapServers) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, GROUP);
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, "isobar-broker");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        // A record that is processed twice counts once: ADR 0022.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // Within it a minute of a pool goes to the changelog once, however often it changed.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        // What a partition may hold back until then.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
        // No longer than a beat, or a beat is late.
        settings.put(StreamsConfig.POLL_MS_CONFIG, TelemetryProcessor.BEAT.toMillis());
        // A record may have a megabyte.
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 64);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterLimit.class);
        settings.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
        settings.put(consumer(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 8 << 20);
        // A replica that is killed is followed within seconds, one that stops at once.
        settings.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        settings.put(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        // A new replica gets partitions once it has caught up with their state, and whether it has is looked at so
        // often. The least
        // that is allowed: by default it would stand idle for ten minutes.
        settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
        settings.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, 8);
        settings.put(consumer("internal.leave.group.on.close"), true);
        // With more, a request that comes before its partition has a leader is overtaken: KAFKA-15591.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 16L << 20);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 << 20);
        settings.put("reconnect.backoff.max.ms", 2_000);
        return settings;
    }

    private static String consumer(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }
}
