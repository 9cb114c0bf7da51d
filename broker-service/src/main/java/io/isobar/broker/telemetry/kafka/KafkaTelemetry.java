package io.isobar.broker.telemetry.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the topology that adds telemetry up, as one of the replicas that share the partitions of the raw topic. It makes the topics that are
 * missing. While Kafka is away it tries again, and nothing else fails.
 */
public final class KafkaTelemetry {
    private static final Logger LOG = Logger.getLogger(KafkaTelemetry.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final String bootstrapServers;
    private final TelemetryTopics topics;
    private final Map<String, String> instead;
    private final TelemetryCounts counts = new TelemetryCounts();
    private final Set<String> said = new HashSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable KafkaStreams running;

    public KafkaTelemetry(String bootstrapServers, TelemetryTopics topics) {
        this(bootstrapServers, topics, Map.of());
    }

    /** {@code instead}: settings of Kafka Streams that take the place of the broker's own, such as a benchmark compares. */
    public KafkaTelemetry(String bootstrapServers, TelemetryTopics topics, Map<String, String> instead) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.instead = Map.copyOf(instead);
    }

    /** Runs until {@link #stop}; the caller gives it a thread. */
    public void run() {
        boolean away = false;
        while (stopping.getCount() > 0) {
            try {
                makeTopics();
                if (away) {
                    LOG.info("kafka answers again");
                    away = false;
                }
                stream();
                pause();
            } catch (InterruptException | InterruptedException stopped) {
                return;
            } catch (ExecutionException | TimeoutException | KafkaException failed) {
                if (!away) {
                    LOG.warnf("kafka does not answer, trying until it does: %s", failed.getMessage());
                    away = true;
                }
                if (isInterruptedWhilePausing()) {
                    return;
                }
            }
        }
    }

    public void stop() {
        stopping.countDown();
    }

    public TelemetryCounts counts() {
        return counts;
    }

    /** Whether the topology runs, or is about to as its replicas share out the partitions. */
    public boolean isRunning() {
        var streams = running;
        return streams != null && streams.state().isRunningOrRebalancing();
    }

    /** Records that are in the partitions of this replica and not read yet; empty: not known. */
    public OptionalLong lag() {
        var streams = running;
        if (streams == null || !streams.state().isRunningOrRebalancing()) {
            return OptionalLong.empty();
        }
        double sum = 0;
        for (var metric : streams.metrics().values()) {
            var name = metric.metricName();
            if (name.name().equals("records-lag")
                    && TelemetryTopics.RAW.equals(name.tags().get("topic"))
                    && metric.metricValue() instanceof Double lag
                    && lag >= 0) {
                sum += lag;
            }
        }
        return OptionalLong.of((long) sum);
    }

    private void makeTopics() throws ExecutionException, InterruptedException, TimeoutException {
        var connection = new Properties();
        connection.put("bootstrap.servers", bootstrapServers);
        connection.put("client.id", "isobar-broker-topics");
        connection.put("request.timeout.ms", "5000");
        connection.put("default.api.timeout.ms", "10000");
        try (var admin = Admin.create(connection)) {
            for (var difference : topics.make(admin)) {
                if (said.add(difference)) {
                    LOG.warn(difference);
                }
            }
        }
    }

    /** Until it ends by a failure, or is stopped. */
    private void stream() throws InterruptedException {
        var settings = TelemetryTopology.settings(bootstrapServers);
        settings.putAll(instead);
        var streams = new KafkaStreams(TelemetryTopology.of(counts), settings);
        var ended = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(failed -> {
            LOG.warnf(failed, "the topology of telemetry failed and begins anew");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now.hasCompletedShutdown() || now == KafkaStreams.State.PENDING_ERROR) {
                ended.countDown();
            }
        });
        try {
            streams.start();
            running = streams;
            while (stopping.getCount() > 0 && !ended.await(100, TimeUnit.MILLISECONDS)) {
                // Either of the two ends it.
            }
        } finally {
            running = null;
            streams.close(CLOSE_LIMIT);
        }
    }

    private void pause() throws InterruptedException {
        var _ = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isInterruptedWhilePausing() {
        try {
            pause();
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
