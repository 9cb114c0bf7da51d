package io.isobar.broker.telemetry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry says of a pool.
 *
 * @param pool null: the whole region
 * @param receivedAt when the newest record came in, by the broker's clock
 */
public record PoolFigures(String region, @Nullable String pool, Instant receivedAt, List<Figure> figures) {}
