package io.isobar.agent.telemetry.kafka;

import io.isobar.agent.telemetry.TelemetrySink;
import io.isobar.agent.telemetry.UnsentCounts;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces telemetry to Kafka, keyed by region. While Kafka is away the newest {@value #MAX_WAITING} batches wait, and the agent
 * does nothing else about it: telemetry is never worth a job. Of what is dropped, only what counts events is sent later.
 */
public final class KafkaTelemetry implements TelemetrySink, Runnable, AutoCloseable {
    public static final String TOPIC = "isobar.telemetry.v1";
    private static final System.Logger LOG = System.getLogger(KafkaTelemetry.class.getName());
    private static final int MAX_WAITING = 64;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<TelemetryBatch> waiting = new ArrayDeque<>();
    private final AtomicLong dropped = new AtomicLong();
    private final UnsentCounts unsent = new UnsentCounts();
    private final Map<String, Consumer<TelemetryBatch>> heard = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean broken;
    private volatile boolean complained;

    public KafkaTelemetry(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void accept(TelemetryBatch batch) {
        lock.lock();
        try {
            if (waiting.size() >= MAX_WAITING) {
                drop(waiting.remove());
            }
            waiting.add(batch);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void drop(TelemetryBatch batch) {
        dropped.incrementAndGet();
        unsent.keep(batch);
    }

    /** From now on {@code hears} is told which batches of the region Kafka has taken; on a thread that must not wait for long. */
    public void watch(String region, Consumer<TelemetryBatch> hears) {
        heard.put(region, hears);
    }

    /** Batches that were dropped because Kafka did not take them in time. */
    public long dropped() {
        return dropped.get();
    }

    /** Batches that wait for the producer, {@value #MAX_WAITING} at most. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Produces until closed. */
    @Override
    public void run() {
        Producer<String, byte[]> producer = null;
        try {
            while (!closed) {
                TelemetryBatch batch = take();
                if (batch != null) {
                    producer = produce(producer, unsent.addTo(batch));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (producer != null) {
                producer.close(CLOSE_LIMIT);
            }
        }
    }

    // The call-back hears what the future would.
    @SuppressWarnings("FutureReturnValueIgnored")
    private @Nullable Producer<String, byte[]> produce(@Nullable Producer<String, byte[]> current, TelemetryBatch batch)
            throws InterruptedException {
        Producer<String, byte[]> producer = current;
        try {
            if (producer != null && broken) {
                producer.close(CLOSE_LIMIT);
                producer = null;
            }
            if (producer == null) {
                broken = false;
                producer = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
            }
            producer.send(new ProducerRecord<>(TOPIC, batch.getRegion(), batch.toByteArray()), (sent, problem) -> {
                if (problem == null) {
                    complained = false;
                    Consumer<TelemetryBatch> hears = heard.get(batch.getRegion());
                    if (hears != null) {
                        hears.accept(batch);
                    }
                } else {
                    drop(batch);
                    broken |= !(problem instanceof RetriableException);
                    complain(problem);
                }
            });
        } catch (KafkaException e) {
            // Kafka did not answer in time, or its address does not resolve: this batch is old by the time it does.
            drop(batch);
            complain(e);
            pause();
        }
        return producer;
    }

    private void complain(Exception problem) {
        if (!complained) {
            complained = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "telemetry not sent kafka=" + bootstrapServers + " reason=" + problem.getMessage() + "; the newest "
                            + MAX_WAITING + " batches are kept, said once until it works again");
        }
    }

    private @Nullable TelemetryBatch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                something.await();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = PAUSE.toNanos();
            while (!closed && nanos > TimeUnit.MILLISECONDS.toNanos(1)) {
                nanos = something.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "isobar-agent"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                // With more, a request that a new partition's leader is not ready for is overtaken by the next, which
                // the leader takes for the first; the one overtaken is then out of order until its time is over
                // (KAFKA-15591).
                Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 20),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000));
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
