package io.isobar.broker.telemetry.kafka;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;

/**
 * Whether a reader gets answers. A poll of a Kafka that is away is as empty as one that has nothing new: only the count of answered fetches
 * tells them apart. Written by the reader's thread, read by any.
 */
final class Reading {
    /** Kafka answers a fetch within half a second, also where there is nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private volatile Instant answeredAt = Instant.MIN;
    private double fetches;

    void begin() {
        fetches = 0;
    }

    /** {@code some}: it brought records, which is an answer; only else must the fetches be counted. */
    void polled(KafkaConsumer<?, ?> reader, boolean some, Instant now) {
        if (some || isAnsweredSinceTheLastTime(reader)) {
            answeredAt = now;
        }
    }

    private boolean isAnsweredSinceTheLastTime(KafkaConsumer<?, ?> reader) {
        double answered = reader.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("fetch-total"))
                .filter(metric -> !metric.metricName().tags().containsKey("topic"))
                .map(Metric::metricValue)
                .mapToDouble(value -> value instanceof Double count ? count : 0)
                .sum();
        boolean more = answered > fetches;
        fetches = answered;
        return more;
    }

    boolean isAnswered(Instant now) {
        var at = answeredAt;
        return !at.equals(Instant.MIN) && Duration.between(at, now).compareTo(PATIENCE) <= 0;
    }
}
