package io.isobar.broker.fencing.kafka;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.port.Guard;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.proto.region.v1.Fence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes fences to the compacted topic that agents read, and says when all copies have one. Connects with the first. */
public final class KafkaFences implements FenceLog, AutoCloseable {
    public static final String TOPIC = "isobar.fences.v1";
    private static final Logger LOG = Logger.getLogger(KafkaFences.class);

    private final String bootstrapServers;
    private final InstantSource clock;
    private final Guard guard;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /** {@code guard}: while Kafka is away each that is let through blocks for up to 5 s. */
    public KafkaFences(String bootstrapServers, InstantSource clock, Guard guard) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
        this.guard = guard;
    }

    @Override
    public void write(RegionName region, long number, Runnable durable) {
        var record = Fence.newBuilder()
                .setRegion(region.value())
                .setNumber(number)
                .setFencedAt(TimeCodec.toProto(clock.instant()))
                .build();
        // While Kafka is away a producer blocks, and who leads must not.
        Thread.startVirtualThread(() -> guarded(record, durable));
    }

    private void guarded(Fence fence, Runnable durable) {
        try {
            guard.run(() -> send(fence, durable));
        } catch (Failure full) {
            complain(fence, full);
        }
    }

    private void send(Fence fence, Runnable durable) {
        try {
            var _ = connected()
                    .send(new ProducerRecord<>(TOPIC, fence.getRegion(), fence.toByteArray()), (metadata, failed) -> {
                        if (failed == null) {
                            durable.run();
                        } else {
                            complain(fence, failed);
                        }
                    });
        } catch (KafkaException failed) {
            complain(fence, failed);
        }
    }

    private static void complain(Fence fence, Exception failed) {
        LOG.warnf(
                "region=%s fence %d is not durable, its work is not given up before it is: %s",
                fence.getRegion(), fence.getNumber(), failed.getMessage());
    }

    private synchronized KafkaProducer<String, byte[]> connected() {
        var open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private Properties settings() {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", "isobar-broker-fences");
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        // With more, a request that comes before its partition has a leader is overtaken: KAFKA-15591.
        properties.put("max.in.flight.requests.per.connection", "1");
        properties.put("max.block.ms", "5000");
        properties.put("delivery.timeout.ms", "10000");
        properties.put("request.timeout.ms", "5000");
        properties.put("linger.ms", "0");
        return properties;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
