package io.isobar.agent.lease.kafka;

import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.FenceWatch;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of fences to its end whenever a region's lease was not renewed for a while. What was read to the end without a fence of a
 * region renews its lease, from when the end was asked for: until then the broker had not begun to count. A fence ends the lease. While
 * every region has its broker nothing is read, and while it is away each agent reads a few times in the length of a lease.
 */
public final class FenceReader implements Runnable, AutoCloseable {
    public static final String TOPIC = "isobar.fences.v1";
    private static final System.Logger LOG = System.getLogger(FenceReader.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration READ_LIMIT = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final FenceWatch fences;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean complained;

    public FenceReader(String bootstrapServers, BootClock clock) {
        this.bootstrapServers = bootstrapServers;
        this.fences = new FenceWatch(clock);
    }

    /**
     * Cares for a region from now on.
     *
     * @param changed is called when its lease may be another
     */
    public void watch(String region, Lease lease, Runnable changed) {
        fences.add(region, lease, changed);
    }

    /** Looks until closed. */
    @Override
    public void run() {
        Consumer<String, byte[]> consumer = null;
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                consumer = fences.isNeeded() ? look(consumer) : consumer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            let(consumer);
        }
    }

    private @Nullable Consumer<String, byte[]> look(@Nullable Consumer<String, byte[]> before) {
        Consumer<String, byte[]> consumer = before;
        try {
            if (consumer == null) {
                consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer());
            }
            readToTheEnd(consumer);
            complained = false;
            return consumer;
        } catch (KafkaException e) {
            complain(e);
            return let(consumer);
        }
    }

    private void complain(KafkaException problem) {
        if (!complained) {
            complained = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the fences cannot be read kafka=" + bootstrapServers + " topic=" + TOPIC + " reason="
                            + problem.getMessage()
                            + "; regions without their broker stop what they run when their leases run out; said once until it"
                            + " works again");
        }
    }

    /** Every partition there is: the topic is small, and which one has a region is the producer's affair. */
    private void readToTheEnd(Consumer<String, byte[]> consumer) {
        Duration asked = fences.asked();
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, ANSWER_LIMIT).stream()
                .map(found -> new TopicPartition(TOPIC, found.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no such topic");
        }
        if (consumer.assignment().size() != partitions.size()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_LIMIT);
        while (closed.getCount() > 0 && !isAt(consumer, ends)) {
            if (fences.asked().minus(asked).compareTo(READ_LIMIT) > 0) {
                throw new KafkaException("its end was not reached within " + READ_LIMIT.toSeconds() + " s");
            }
            consumer.poll(Duration.ofMillis(200)).forEach(this::take);
        }
        if (closed.getCount() > 0) {
            fences.readToTheEnd(asked);
        }
    }

    private static boolean isAt(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), ANSWER_LIMIT) >= end.getValue());
    }

    private void take(ConsumerRecord<String, byte[]> found) {
        if (found.key() != null && found.value() != null) {
            fences.take(found.key(), found.value());
        }
    }

    private static @Nullable Consumer<String, byte[]> let(@Nullable Consumer<String, byte[]> consumer) {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
        return null;
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "isobar-agent-fences",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
