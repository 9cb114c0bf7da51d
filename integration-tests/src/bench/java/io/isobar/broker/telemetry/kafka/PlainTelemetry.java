package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.telemetry.RegionTelemetry;
import io.isobar.broker.telemetry.Slots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the topology does, without Kafka Streams: the same reading and adding up, the same signals at the same beat, and state that only
 * this process has. The least that it can cost.
 */
public final class PlainTelemetry implements AutoCloseable {
    private static final Duration COMMIT = Duration.ofSeconds(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final RegionTelemetry telemetry = new RegionTelemetry(new Held());
    private final BatchReader reader = new BatchReader();
    private final BatchTaker taker = new BatchTaker(telemetry);
    private long writtenAtNs = System.nanoTime();
    private long toldAtNs = System.nanoTime();

    public PlainTelemetry(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        5,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        64 << 10,
                        "buffer.memory",
                        16L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void take(ConsumerRecord<byte[], byte[]> record) {
        var _ = taker.take(read(record), System.currentTimeMillis());
    }

    /** Only reads it. */
    public void look(ConsumerRecord<byte[], byte[]> record) {
        var _ = read(record);
    }

    private Records read(ConsumerRecord<byte[], byte[]> record) {
        if (!(reader.read(record.key(), record.value()) instanceof Batch.Good good)) {
            throw new IllegalStateException("record " + record.offset() + " is no batch");
        }
        return good.records();
    }

    // What Kafka does not take is not what is measured.
    @SuppressWarnings("FutureReturnValueIgnored")
    public void tellAtTheBeat() {
        if (System.nanoTime() - writtenAtNs >= COMMIT.toNanos()) {
            writtenAtNs = System.nanoTime();
            telemetry.write();
        }
        if (System.nanoTime() - toldAtNs >= TelemetryProcessor.BEAT.toNanos()) {
            toldAtNs = System.nanoTime();
            telemetry.tellDue(
                    System.currentTimeMillis(),
                    pool -> producer.send(new ProducerRecord<>(
                            TelemetryTopics.SIGNALS,
                            SignalCodec.key(pool),
                            SignalCodec.toProto(pool).toByteArray())));
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    private static final class Held implements Slots {
        private final Map<String, byte[]> minutes = new HashMap<>();

        @Override
        public byte @Nullable [] get(String key) {
            return minutes.get(key);
        }

        @Override
        public void put(String key, byte[] minute) {
            minutes.put(key, minute);
        }

        @Override
        public void delete(String key) {
            minutes.remove(key);
        }
    }
}
