package io.isobar.integration.telemetry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Kafka without the broker's or the agent's code between. */
final class RawKafka implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;

    RawKafka(String bootstrapServers) {
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrapServers);
        var reading = new HashMap<>(connection);
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", false);
        producer = new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
    }

    void send(String topic, String key, byte[] value)
            throws ExecutionException, InterruptedException, TimeoutException {
        var _ = producer.send(new ProducerRecord<>(topic, key, value)).get(10, TimeUnit.SECONDS);
    }

    /** The first record of that key. */
    ConsumerRecord<String, byte[]> await(String topic, String key) {
        var all = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return Awaitility.await("a record of " + key + " in " + topic)
                .atMost(Duration.ofSeconds(30))
                .pollInSameThread()
                .until(
                        () -> {
                            for (var record : consumer.poll(Duration.ofMillis(500))) {
                                if (key.equals(record.key())) {
                                    return record;
                                }
                            }
                            return null;
                        },
                        record -> record != null);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
