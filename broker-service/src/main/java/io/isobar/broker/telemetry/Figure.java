package io.isobar.broker.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One figure with its age.
 *
 * @param value the one observed last
 * @param source number of {@code isobar.telemetry.v1.MetricSource}
 * @param pool null: the whole region
 * @param observedAt by the agent's clock
 * @param receivedAt by the broker's
 * @param minute of the newest record of the pool; null: no record of this quantity fell into it
 * @param sliding the ten minutes that end with it; null likewise
 */
public record Figure(
        Quantity quantity,
        double value,
        int source,
        @Nullable String pool,
        Instant observedAt,
        Instant receivedAt,
        @Nullable WindowStatistics minute,
        @Nullable WindowStatistics sliding) {}
