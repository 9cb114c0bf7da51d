package io.isobar.integration.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
        assign(topic);
        return Awaitility.await("a record of " + key + " in " + topic)
                .atMost(Duration.ofSeconds(90))
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

    /** All records of a topic, by their key in the order of their partition, once they are that many without those keys. */
    Map<String, List<byte[]>> awaitAll(String topic, Set<String> without, int records) {
        assign(topic);
        var found = new HashMap<String, List<byte[]>>();
        var count = new AtomicInteger();
        Awaitility.await(records + " records in " + topic)
                .atMost(Duration.ofSeconds(90))
                .pollInSameThread()
                .until(
                        () -> {
                            for (var record : consumer.poll(Duration.ofMillis(500))) {
                                if (!without.contains(record.key())) {
                                    found.computeIfAbsent(record.key(), first -> new ArrayList<>())
                                            .add(record.value());
                                    count.incrementAndGet();
                                }
                            }
                            return count.get();
                        },
                        so -> so >= records);
        return found;
    }

    private void assign(String topic) {
        var all = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
