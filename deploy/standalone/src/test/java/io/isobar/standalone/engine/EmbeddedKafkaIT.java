package io.isobar.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.process.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "kept";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void keepsRecordsOverKillAndOverAnOrderlyRestartAndLeavesNoProcess() throws Exception {
        List<Long> pids = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            pids.add(kafka.pid());
            makeTopic(kafka);
            produce(kafka, "first");
            kafka.kill();

            kafka.restart();
            pids.add(kafka.pid());
            produce(kafka, "second");
            assertThat(consume(kafka, 2)).containsExactly("first", "second");

            kafka.restart();
            pids.add(kafka.pid());
            produce(kafka, "third");
            assertThat(consume(kafka, 3)).containsExactly("first", "second", "third");
        }
        assertThat(pids)
                .doesNotHaveDuplicates()
                .allMatch(pid -> ProcessId.of(pid).isEmpty());
    }

    /** Kafka makes none by itself: who needs one says how it must be. */
    private static void makeTopic(EmbeddedKafka kafka) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String value) throws InterruptedException, ExecutionException {
        Map<String, Object> configuration = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
