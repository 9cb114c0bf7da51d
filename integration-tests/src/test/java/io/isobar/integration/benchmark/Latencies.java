package io.isobar.integration.benchmark;

import java.util.List;
import java.util.Locale;

/** Durations of the same thing, in nanoseconds, smallest first. Percentiles are by nearest rank. */
record Latencies(List<Long> sorted) {
    Latencies {
        sorted = sorted.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** The smallest one that at least so many hundredths of all do not exceed. */
    double millis(int percentile) {
        int rank = (int) Math.ceil(sorted.size() * percentile / 100.0);
        return sorted.get(Math.max(0, rank - 1)) / 1e6;
    }

    String line(String what) {
        return String.format(
                Locale.ROOT,
                "%-34s n=%d  p50 %7.1f ms  p90 %7.1f ms  p99 %7.1f ms  max %7.1f ms",
                what,
                sorted.size(),
                millis(50),
                millis(90),
                millis(99),
                millis(100));
    }
}
