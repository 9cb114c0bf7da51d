package io.isobar.bench.telemetry;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * From an agent's observation to the broker's board, by the one clock of the machine: agents in a process of their own, Kafka in another,
 * the broker's telemetry in this one. A hundred regions are looked at every millisecond, so that much is added to each. Arguments: metric
 * records a second, then regions of ten pools each; none: 50,000 of 1,000.
 */
final class FreshnessBenchmark {
    private static final int WATCHED = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);

    private final Clock clock = Clock.systemUTC();
    private final FigureBoard board = new FigureBoard();
    private final List<RegionName> watched;
    private final Instant[] seen;
    private final int[] millis = new int[60_000];
    private int samples;

    private FreshnessBenchmark(int regions) {
        int step = Math.max(1, regions / WATCHED);
        watched = IntStream.range(0, Math.min(regions, WATCHED))
                .mapToObj(i -> new RegionName(Fleet.name(i * step)))
                .toList();
        seen = new Instant[watched.size()];
        Arrays.fill(seen, Instant.EPOCH);
    }

    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("").setLevel(Level.WARNING);
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int regions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        var folder = Files.createTempDirectory("isobar-bench");
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            for (var settings : List.of(
                    Map.<String, String>of(),
                    Map.of("processing.guarantee", "exactly_once_v2", "commit.interval.ms", "50"))) {
                var load = load(kafka.bootstrapServers(), regions, rate);
                try {
                    new FreshnessBenchmark(regions).measure(kafka.bootstrapServers(), rate, settings);
                } finally {
                    load.destroyForcibly();
                }
            }
        }
    }

    private static Process load(String bootstrapServers, int regions, int rate) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadProcess.class.getName(),
                        bootstrapServers,
                        Integer.toString(regions),
                        Integer.toString(rate))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void measure(String bootstrapServers, int rate, Map<String, String> settings) {
        var telemetry = new KafkaTelemetry(bootstrapServers, new TelemetryTopics(RawTopic.PARTITIONS), settings);
        var signals = new SignalReader(bootstrapServers, board, clock);
        Thread.ofPlatform().daemon().start(telemetry::run);
        Thread.ofPlatform().daemon().start(signals::run);
        watch(WARM_UP);
        Arrays.fill(millis, 0);
        samples = 0;
        long before = telemetry.counts().records();
        watch(MEASURED);
        double read = (telemetry.counts().records() - before) * (double) Fleet.RECORDS_OF_BATCH / MEASURED.toSeconds();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d records a second sent, %,.0f read; %,d observations: p50 %d ms, p90 %d ms, p99 %d ms, p99.9 %d ms, longest %d ms%n",
                settings.isEmpty() ? "at least once" : "transactions",
                rate,
                read,
                samples,
                quantile(0.5),
                quantile(0.9),
                quantile(0.99),
                quantile(0.999),
                quantile(1));
        telemetry.stop();
        signals.stop();
    }

    private void watch(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
            for (int i = 0; i < seen.length; i++) {
                look(i);
            }
        }
    }

    private void look(int i) {
        board.of(watched.get(i), "pool-0")
                .map(pool -> pool.figures().getFirst())
                .ifPresent(figure -> {
                    if (figure.observedAt().isAfter(seen[i])) {
                        seen[i] = figure.observedAt();
                        long taken = Duration.between(seen[i], clock.instant()).toMillis();
                        millis[Math.clamp(taken, 0, millis.length - 1)]++;
                        samples++;
                    }
                });
    }

    /** Of milliseconds begun. */
    private int quantile(double share) {
        long rank = (long) Math.ceil(samples * share);
        int at = 0;
        for (long counted = millis[0]; counted < rank; counted += millis[at]) {
            at++;
        }
        return at + 1;
    }
}
