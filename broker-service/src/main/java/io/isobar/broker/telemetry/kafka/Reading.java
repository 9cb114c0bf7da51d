package io.isobar.broker.telemetry.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a reader gets answers, and how far behind it is. A poll of a Kafka that is away is as empty as one that has nothing new: only the
 * count of answered fetches tells them apart. Written by the reader's thread, read by any.
 */
final class Reading {
    /** Kafka answers a fetch within half a second, also where there is nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private volatile Seen last = new Seen(Instant.MIN, OptionalLong.empty());
    private double fetches;

    private record Seen(Instant answeredAt, OptionalLong lag) {}

    void begin() {
        fetches = 0;
    }

    /** {@code some}: it brought records, which is an answer; only else must the fetches be counted. */
    void polled(KafkaConsumer<String, byte[]> reader, List<TopicPartition> all, boolean some, Instant now) {
        if (some || isAnsweredSinceTheLastTime(reader)) {
            last = new Seen(now, lagOf(reader, all));
        }
    }

    private boolean isAnsweredSinceTheLastTime(KafkaConsumer<String, byte[]> reader) {
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

    /** Of all partitions together; known only once each was fetched from. */
    private static OptionalLong lagOf(KafkaConsumer<String, byte[]> reader, List<TopicPartition> all) {
        long sum = 0;
        for (var partition : all) {
            var behind = reader.currentLag(partition);
            if (behind.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += behind.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    boolean isAnswered(Instant now) {
        var at = last.answeredAt();
        return !at.equals(Instant.MIN) && Duration.between(at, now).compareTo(PATIENCE) <= 0;
    }

    OptionalLong lag(Instant now) {
        return isAnswered(now) ? last.lag() : OptionalLong.empty();
    }
}
