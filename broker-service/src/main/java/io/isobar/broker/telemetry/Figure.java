package io.isobar.broker.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One figure with its age.
 *
 * @param metric name of {@code isobar.telemetry.v1.Metric} without its prefix
 * @param unit UCUM code
 * @param source name of {@code isobar.telemetry.v1.MetricSource} without its prefix
 * @param pool null: the whole region
 * @param observedAt by the agent's clock
 * @param receivedAt by the broker's
 */
public record Figure(
        String metric,
        String unit,
        double value,
        String source,
        @Nullable String pool,
        Instant observedAt,
        Instant receivedAt) {}
