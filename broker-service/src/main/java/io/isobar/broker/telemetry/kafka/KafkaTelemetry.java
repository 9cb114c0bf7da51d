package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the telemetry topic, all of it, and puts it on the board. It makes the topic where it is missing. While Kafka is away it
 * tries again, and the figures on the board grow old, visibly.
 */
public final class KafkaTelemetry {
    /** The topic; the version changes with a change of the records that old readers cannot read. */
    public static final String TOPIC = "isobar.telemetry.v1";

    private static final Logger LOG = Logger.getLogger(KafkaTelemetry.class);
    private static final Duration LOOK_BACK = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final int partitions;
    private final TelemetryBatches batches;
    private final InstantSource clock;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong poisoned = new AtomicLong();
    private final Reading reading = new Reading();

    public KafkaTelemetry(String bootstrapServers, int partitions, TelemetryBatches batches, InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.batches = batches;
        this.clock = clock;
    }

    /** Runs until {@link #stop}; the caller gives it a thread. */
    public void run() {
        boolean away = false;
        while (!stopping) {
            try {
                makeTopic();
                if (away) {
                    LOG.info("kafka answers again");
                    away = false;
                }
                read();
            } catch (WakeupException | InterruptException | InterruptedException stopped) {
                return;
            } catch (KafkaException | ExecutionException failed) {
                if (!away) {
                    LOG.warnf("kafka does not answer, trying until it does: %s", failed.getMessage());
                    away = true;
                }
                pause();
            }
        }
    }

    public void stop() {
        stopping = true;
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    /** Records that were read, poisoned ones too. */
    public long taken() {
        return taken.get();
    }

    /** Records that could not be read and were passed over. */
    public long poisoned() {
        return poisoned.get();
    }

    /** Records that are in the topic and not read yet, as of the last poll; empty: not known, as while Kafka is away. */
    public OptionalLong lag() {
        return reading.lag(clock.instant());
    }

    /** Whether Kafka answered within the last 5 s. */
    public boolean isReading() {
        return reading.isAnswered(clock.instant());
    }

    private void makeTopic() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(connection())) {
            var topic = new NewTopic(TOPIC, partitions, (short) -1)
                    .configs(Map.of(
                            "retention.ms",
                            Long.toString(Duration.ofHours(24).toMillis()),
                            "compression.type",
                            "producer"));
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }

    private void read() {
        var properties = connection();
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "latest");
        // Gauges older than a moment are worthless: a reader that was away begins where they are young.
        try (var reader = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = reader;
            var all = reader.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            reader.assign(all);
            seekBack(reader, all);
            reading.begin();
            while (!stopping) {
                var records = reader.poll(POLL);
                records.forEach(this::take);
                reading.polled(reader, all, !records.isEmpty(), clock.instant());
            }
        } finally {
            consumer = null;
        }
    }

    private void seekBack(KafkaConsumer<String, byte[]> reader, List<TopicPartition> all) {
        var since = new HashMap<TopicPartition, Long>();
        long time = clock.instant().minus(LOOK_BACK).toEpochMilli();
        all.forEach(partition -> since.put(partition, time));
        reader.offsetsForTimes(since).forEach((partition, found) -> {
            if (found == null) {
                reader.seekToEnd(Set.of(partition));
            } else {
                reader.seek(partition, found.offset());
            }
        });
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        taken.incrementAndGet();
        try {
            batches.accept(TelemetryBatch.parseFrom(record.value()), clock.instant());
        } catch (InvalidProtocolBufferException | IllegalArgumentException poison) {
            long soFar = poisoned.incrementAndGet();
            if (Long.bitCount(soFar) == 1) {
                LOG.warnf(
                        "record %d of partition %d cannot be read and is passed over (%d so far): %s",
                        record.offset(), record.partition(), soFar, poison.getMessage());
            }
        }
    }

    private Properties connection() {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", "isobar-broker");
        properties.put("request.timeout.ms", "5000");
        properties.put("default.api.timeout.ms", "10000");
        return properties;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
