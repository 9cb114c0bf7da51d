package io.isobar.integration.telemetry;

import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.proto.telemetry.v1.MetricLevel;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Numbered records of many regions, and what they add up to. A round is two seconds of ten minutes; every value is a whole number, so that
 * sums of them are exact in whatever order they were added up.
 */
final class NumberedFeed implements AutoCloseable {
    static final int MOST_ROUNDS = 300;

    private static final Instant BEGIN = Instant.parse("2025-11-25T12:00:00Z");
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final List<String> POOLS = List.of("a100", "h100");
    private static final List<Quantity> QUANTITIES = List.of(Quantity.QUEUE_LENGTH, Quantity.LAUNCH_FAILURES);
    /** Of the first region, which sends more than a minute keeps numbers of. */
    private static final int RECORDS_OF_THE_BUSY = 8;

    /** For a machine that does much else: the topics may be made late. */
    private static final int PATIENCE_MS = 240_000;

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<String> regions;
    private final Map<String, Map<String, Sum>> sums = new TreeMap<>();
    private long sequence;
    private int rounds;

    private static final class Sum {
        long count;
        long sum;
        long minimum = Long.MAX_VALUE;
        long maximum = Long.MIN_VALUE;
        long last;

        void add(long value) {
            count++;
            sum += value;
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            last = value;
        }
    }

    NumberedFeed(String bootstrapServers, int regions) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "max.in.flight.requests.per.connection",
                        1,
                        "max.block.ms",
                        PATIENCE_MS,
                        "delivery.timeout.ms",
                        PATIENCE_MS),
                new StringSerializer(),
                new ByteArraySerializer());
        this.regions = IntStream.range(0, regions).mapToObj(i -> "region-" + i).toList();
    }

    List<String> regions() {
        return regions;
    }

    int pools() {
        return regions.size() * POOLS.size();
    }

    /** Returns when Kafka has them all. */
    void send(int more) {
        for (int i = 0; i < more; i++) {
            if (rounds == MOST_ROUNDS) {
                throw new IllegalStateException("the ten minutes are full");
            }
            for (int region = 0; region < regions.size(); region++) {
                send(regions.get(region), region == 0 ? RECORDS_OF_THE_BUSY : 1);
            }
            rounds++;
        }
        producer.flush();
        var failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka did not take what was sent: " + failed.getMessage(), failed);
        }
    }

    // The call-back hears what the future would.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(String region, int records) {
        var batch = TelemetryBatch.newBuilder().setRegion(region).setAgentIncarnation("numbered");
        var ofRegion = sums.computeIfAbsent(region, first -> new TreeMap<>());
        for (int i = 0; i < records; i++) {
            var at = BEGIN.plus(ROUND.multipliedBy(rounds))
                    .plus(ROUND.multipliedBy(i).dividedBy(records));
            for (var pool : POOLS) {
                for (var quantity : QUANTITIES) {
                    long value = ++sequence % 1_009;
                    batch.addRecords(record(pool, quantity, value, at));
                    ofRegion.computeIfAbsent(quantity + " " + pool, first -> new Sum())
                            .add(value);
                }
            }
        }
        producer.send(
                new ProducerRecord<>(TelemetryTopics.RAW, region, batch.build().toByteArray()), (sent, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                });
    }

    private MetricRecord record(String pool, Quantity quantity, long value, Instant at) {
        return MetricRecord.newBuilder()
                .setMetricValue(quantity.code())
                .setPool(pool)
                .setLevel(MetricLevel.METRIC_LEVEL_L0)
                .setUnit(quantity.unit())
                .setValue((double) value)
                .setObservedAt(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setSequence(sequence)
                .build();
    }

    /** What every board must show, a line for each region. */
    Map<String, String> expected() {
        var all = new TreeMap<String, String>();
        sums.forEach((region, ofRegion) -> all.put(
                region,
                ofRegion.entrySet().stream()
                        .map(entry -> {
                            var names = entry.getKey().split(" ", 2);
                            var sum = entry.getValue();
                            return line(
                                    names[1],
                                    Quantity.valueOf(names[0]),
                                    sum.count,
                                    sum.sum,
                                    sum.minimum,
                                    sum.maximum,
                                    sum.last);
                        })
                        .collect(Collectors.joining(";"))));
        return all;
    }

    static String line(
            @Nullable String pool, Quantity quantity, long count, long sum, long minimum, long maximum, long last) {
        return "%s %s count=%d sum=%d min=%d max=%d last=%d"
                .formatted(quantity, pool, count, sum, minimum, maximum, last);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
