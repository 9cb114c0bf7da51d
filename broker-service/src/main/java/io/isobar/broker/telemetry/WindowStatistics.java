package io.isobar.broker.telemetry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a window say together.
 *
 * @param start by the agent's clock, on a full minute
 * @param count of records, positive
 * @param mean of the records, each with the same weight
 * @param sum null for what is not counted
 */
public record WindowStatistics(
        Instant start,
        Duration length,
        long count,
        double minimum,
        double maximum,
        double mean,
        @Nullable Double sum) {}
