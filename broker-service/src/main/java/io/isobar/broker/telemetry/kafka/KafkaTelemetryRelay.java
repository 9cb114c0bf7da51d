package io.isobar.broker.telemetry.kafka;

import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/** Produces the batches of agents that may not reach Kafka themselves. Bounded; while Kafka is away, gauges are dropped. */
public final class KafkaTelemetryRelay implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaTelemetryRelay.class);

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicLong dropped = new AtomicLong();

    public KafkaTelemetryRelay(String bootstrapServers) {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", "isobar-broker-relay");
        properties.put("enable.idempotence", "true");
        // With more, a request that comes before its partition has a leader is overtaken: KAFKA-15591.
        properties.put("max.in.flight.requests.per.connection", "1");
        properties.put("compression.type", "lz4");
        properties.put("linger.ms", "20");
        properties.put("buffer.memory", Integer.toString(8 << 20));
        // Never hold up an agent's stream for telemetry.
        properties.put("max.block.ms", "0");
        properties.put("delivery.timeout.ms", "30000");
        properties.put("request.timeout.ms", "5000");
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    public void accept(TelemetryBatch batch) {
        try {
            var _ = producer.send(
                    new ProducerRecord<>(TelemetryTopics.RAW, batch.getRegion(), batch.toByteArray()),
                    (metadata, failed) -> {
                        if (failed != null) {
                            dropped.incrementAndGet();
                            LOG.debugf(
                                    "region=%s telemetry was not relayed: %s", batch.getRegion(), failed.getMessage());
                        }
                    });
        } catch (KafkaException full) {
            dropped.incrementAndGet();
            LOG.debugf("region=%s telemetry was not relayed: %s", batch.getRegion(), full.getMessage());
        }
    }

    /** Batches that Kafka did not take. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
