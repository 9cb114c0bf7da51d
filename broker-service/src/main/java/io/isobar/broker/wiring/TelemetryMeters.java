package io.isobar.broker.wiring;

import io.isobar.broker.telemetry.Verdict;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.KafkaTelemetryRelay;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** Meters of telemetry between Kafka and the board. */
final class TelemetryMeters {
    private TelemetryMeters() {}

    static void bind(
            MeterRegistry registry, KafkaTelemetry telemetry, SignalReader signals, KafkaTelemetryRelay relay) {
        var counts = telemetry.counts();
        counter(
                registry,
                "isobar.telemetry.records",
                "Records that were read from Kafka, poisoned ones too.",
                counts,
                TelemetryCounts::records);
        counter(
                registry,
                "isobar.telemetry.poisoned.records",
                "Records that are no batch of their region and went to the dead letters.",
                counts,
                TelemetryCounts::poisoned);
        counter(
                registry,
                "isobar.telemetry.dead.letters",
                "Records that were set aside, whole or of a batch what was wrong.",
                counts,
                TelemetryCounts::deadLetters);
        for (var verdict : Verdict.values()) {
            FunctionCounter.builder("isobar.telemetry.metric.records", counts, all -> all.judged(verdict))
                    .description("Records of metrics, by what became of them.")
                    .tag("verdict", verdict.word())
                    .register(registry);
        }
        Gauge.builder("isobar.telemetry.pools", counts, TelemetryCounts::pools)
                .description("Pools and regions that this replica adds up.")
                .register(registry);
        Gauge.builder("isobar.telemetry.lag", telemetry, adding -> {
                    var lag = signals.isReading() ? adding.lag() : OptionalLong.empty();
                    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
                })
                .baseUnit("records")
                .description(
                        "Records in the partitions of this replica that are not read yet; NaN while Kafka is away.")
                .register(registry);
        Gauge.builder("isobar.telemetry.topology.running", telemetry, adding -> adding.isRunning() ? 1 : 0)
                .description("1: this replica adds telemetry up, 0: it is about to begin anew.")
                .register(registry);
        Gauge.builder("isobar.telemetry.kafka.connected", signals, reader -> reader.isReading() ? 1 : 0)
                .description("1: the signals are read, 0: Kafka is away.")
                .register(registry);
        counter(
                registry,
                "isobar.telemetry.relay.dropped.batches",
                "Batches of agents that may not reach Kafka, which Kafka did not take from the broker either.",
                relay,
                KafkaTelemetryRelay::dropped);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> count) {
        FunctionCounter.builder(name, of, count).description(description).register(registry);
    }
}
