package io.isobar.bench.telemetry;

import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The raw topic, full of what agents sent. */
final class RawTopic {
    static final int PARTITIONS = 4;
    private static final Instant BEGIN = Instant.parse("2025-11-25T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String bootstrapServers;

    RawTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** As agents write: every five seconds a batch of each region, each a record batch of its own. */
    // The call-back hears what the future would.
    @SuppressWarnings("FutureReturnValueIgnored")
    void fill(Fleet fleet, int batches) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(TelemetryTopics.RAW, PARTITIONS, (short) 1),
                            new NewTopic(TelemetryTopics.SIGNALS, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        var failure = new AtomicReference<Exception>();
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "batch.size",
                        0,
                        "delivery.timeout.ms",
                        600_000),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < batches; i++) {
                int region = i % fleet.regions();
                var at = BEGIN.plus(INTERVAL.multipliedBy(i / fleet.regions()));
                producer.send(
                        new ProducerRecord<>(
                                TelemetryTopics.RAW,
                                Fleet.name(region),
                                fleet.next(region, at).toByteArray()),
                        (sent, failed) -> {
                            if (failed != null) {
                                failure.set(failed);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("Kafka did not take what was sent", failure.get());
        }
    }

    /** Reads it whole with the fetch sizes of the topology. {@code afterPoll} is called after each poll. */
    void read(int batches, Consumer<ConsumerRecord<byte[], byte[]>> each, Runnable afterPoll) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 500);
        settings.put("fetch.max.bytes", 8 << 20);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var all = consumer.partitionsFor(TelemetryTopics.RAW).stream()
                    .map(partition -> new TopicPartition(TelemetryTopics.RAW, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            for (int read = 0; read < batches; ) {
                var records = consumer.poll(Duration.ofMillis(50));
                records.forEach(each);
                read += records.count();
                afterPoll.run();
            }
        }
    }
}
