package io.isobar.agent.telemetry;

import java.time.Duration;
import java.util.List;

/** Statistics over latencies, in seconds. At least one sample. */
record LatencySummary(double mean, double median, double p99, double maximum) {
    static LatencySummary of(List<Duration> samples) {
        double[] sorted = samples.stream()
                .mapToDouble(latency -> latency.toNanos() / 1e9)
                .sorted()
                .toArray();
        double sum = 0;
        for (double sample : sorted) {
            sum += sample;
        }
        return new LatencySummary(
                sum / sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double quantile(double[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }
}
