package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.proto.telemetry.v1.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the signals, whole and from their beginning, and puts them on the board. While Kafka is away the figures grow old, visibly. */
public final class SignalReader {
    private static final Logger LOG = Logger.getLogger(SignalReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final FigureBoard board;
    private final InstantSource clock;
    private final Reading reading = new Reading();
    private final AtomicLong unreadable = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    public SignalReader(String bootstrapServers, FigureBoard board, InstantSource clock) {
        this.bootstrapServers = bootstrapServers;
        this.board = board;
        this.clock = clock;
    }

    /** Runs until {@link #stop}; the caller gives it a thread. */
    public void run() {
        while (stopping.getCount() > 0) {
            try {
                read();
            } catch (WakeupException | InterruptException | InterruptedException stopped) {
                return;
            } catch (KafkaException failed) {
                LOG.debugf("signals cannot be read, trying until they can: %s", failed.getMessage());
            }
            if (isInterruptedWhilePausing()) {
                return;
            }
        }
    }

    public void stop() {
        stopping.countDown();
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    /** Whether Kafka answered within the last 5 s. */
    public boolean isReading() {
        return reading.isAnswered(clock.instant());
    }

    private void read() throws InterruptedException {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", "isobar-broker-signals");
        properties.put("request.timeout.ms", "5000");
        properties.put("default.api.timeout.ms", "10000");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        properties.put("reconnect.backoff.max.ms", "2000");
        properties.put("max.poll.records", "2000");
        try (var reader = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer = reader;
            var all = reader.partitionsFor(TelemetryTopics.SIGNALS).stream()
                    .map(partition -> new TopicPartition(TelemetryTopics.SIGNALS, partition.partition()))
                    .toList();
            if (all.isEmpty()) {
                return;
            }
            reader.assign(all);
            reader.seekToBeginning(all);
            reading.begin();
            while (stopping.getCount() > 0) {
                var records = reader.poll(POLL);
                records.forEach(this::take);
                reading.polled(reader, !records.isEmpty(), clock.instant());
            }
        } finally {
            consumer = null;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                var key = new String(record.key(), StandardCharsets.UTF_8);
                int end = key.indexOf('/');
                board.remove(
                        new RegionName(key.substring(0, Math.max(0, end))),
                        end + 1 == key.length() ? null : key.substring(end + 1));
            } else {
                var pool = SignalCodec.fromProto(Signal.parseFrom(record.value()));
                board.put(new RegionName(pool.region()), pool);
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException broken) {
            long soFar = unreadable.incrementAndGet();
            if (Long.bitCount(soFar) == 1) {
                LOG.warnf(
                        "signal %s/%d/%d cannot be read and is passed over (%d so far): %s",
                        record.topic(), record.partition(), record.offset(), soFar, broken.getMessage());
            }
        }
    }

    private boolean isInterruptedWhilePausing() {
        try {
            var _ = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
