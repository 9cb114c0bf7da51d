package io.isobar.bench.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.OperatingSystemMXBean;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.PlainTelemetry;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Metric records a second of processor time of this process, read from a topic that is full: by the topology of the broker, by the same
 * logic without Kafka Streams, by consumers that only read the batches, as the topology does and by the generated parser, and by one that
 * does nothing. In turns, after two to warm up; medians. Arguments: numbers of pools; none: 10 to 10,000.
 */
final class IngestionBenchmark {
    private static final int BATCHES = 60_000;
    private static final int WARM_UP = 2;
    private static final int TURNS = 5;
    private static final long SEED = 42;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String bootstrapServers;
    private final RawTopic raw;

    private enum Contestant {
        BARE("consumer that does nothing"),
        PARSING("consumer that parses"),
        READING("consumer that reads as the topology does"),
        PLAIN("same logic without Kafka Streams"),
        TOPOLOGY("topology"),
        TRANSACTIONS("topology, exactly-once transactions");

        private final String inWords;

        Contestant(String inWords) {
            this.inWords = inWords;
        }
    }

    private IngestionBenchmark(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.raw = new RawTopic(bootstrapServers);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Logger.getLogger("").setLevel(Level.WARNING);
        int[] pools = arguments.length == 0
                ? new int[] {10, 100, 1_000, 10_000}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        System.out.printf(Locale.ROOT, "seed %d, %d batches of %d records%n", SEED, BATCHES, Fleet.RECORDS_OF_BATCH);
        for (int some : pools) {
            var folder = Files.createTempDirectory("isobar-bench");
            try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
                new IngestionBenchmark(kafka.bootstrapServers()).compare(some);
            }
        }
    }

    private void compare(int pools) throws InterruptedException, ExecutionException {
        raw.fill(new Fleet(pools / Fleet.POOLS_OF_REGION, SEED), BATCHES);
        Map<Contestant, List<Double>> rates = new EnumMap<>(Contestant.class);
        for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
            for (var contestant : Contestant.values()) {
                double rate = rate(contestant);
                if (turn >= WARM_UP) {
                    rates.computeIfAbsent(contestant, first -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        double bare = median(Objects.requireNonNull(rates.get(Contestant.BARE)));
        rates.forEach((contestant, all) -> System.out.printf(
                Locale.ROOT,
                "%,6d pools  %-40s %,11.0f records a second (%,.0f to %,.0f), %.3f of bare%n",
                pools,
                contestant.inWords,
                median(all),
                all.stream().min(Double::compare).orElseThrow(),
                all.stream().max(Double::compare).orElseThrow(),
                median(all) / bare));
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private double rate(Contestant contestant) throws InterruptedException {
        return switch (contestant) {
            case BARE -> read(record -> {}, () -> {});
            case PARSING -> read(record -> parse(record.value()), () -> {});
            case READING -> {
                try (var plain = new PlainTelemetry(bootstrapServers)) {
                    yield read(plain::look, () -> {});
                }
            }
            case PLAIN -> {
                try (var plain = new PlainTelemetry(bootstrapServers)) {
                    yield read(plain::take, plain::tellAtTheBeat);
                }
            }
            case TOPOLOGY -> stream(Map.of());
            case TRANSACTIONS -> stream(Map.of("processing.guarantee", "exactly_once_v2", "commit.interval.ms", "50"));
        };
    }

    private static void parse(byte[] value) {
        try {
            if (TelemetryBatch.parseFrom(value).getRecordsCount() != Fleet.RECORDS_OF_BATCH) {
                throw new IllegalStateException("a batch has lost records");
            }
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private double read(Consumer<ConsumerRecord<byte[], byte[]>> each, Runnable afterPoll) {
        var meter = new Meter();
        raw.read(
                BATCHES,
                record -> {
                    each.accept(record);
                    meter.count();
                },
                afterPoll);
        return meter.rate();
    }

    private double stream(Map<String, String> more) throws InterruptedException {
        var settings = new HashMap<>(more);
        settings.put("application.id", "isobar-bench-" + System.nanoTime());
        var telemetry = new KafkaTelemetry(bootstrapServers, new TelemetryTopics(RawTopic.PARTITIONS), settings);
        var running = Thread.ofPlatform().daemon().start(telemetry::run);
        var counts = telemetry.counts();
        while (counts.records() < Meter.FROM) {
            LockSupport.parkNanos(1_000_000);
        }
        long first = counts.records();
        long begun = SYSTEM.getProcessCpuTime();
        while (counts.records() < BATCHES) {
            LockSupport.parkNanos(1_000_000);
        }
        double rate =
                (BATCHES - first) * (double) Fleet.RECORDS_OF_BATCH / ((SYSTEM.getProcessCpuTime() - begun) / 1e9);
        telemetry.stop();
        running.join();
        return rate;
    }

    /** Leaves out what it costs to begin. */
    private static final class Meter {
        static final int FROM = BATCHES / 10;

        private int read;
        private long begun;

        void count() {
            if (++read == FROM) {
                begun = SYSTEM.getProcessCpuTime();
            }
        }

        double rate() {
            return (read - FROM) * (double) Fleet.RECORDS_OF_BATCH / ((SYSTEM.getProcessCpuTime() - begun) / 1e9);
        }
    }
}
