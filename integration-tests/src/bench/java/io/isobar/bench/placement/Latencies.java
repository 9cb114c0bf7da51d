package io.isobar.bench.placement;

import java.util.Locale;

/** How long each of many short things took: counted by tens of nanoseconds up to 20 ms, above that only the longest is known. */
final class Latencies {
    private static final int NANOS = 10;
    private final int[] counts = new int[2_000_000];
    private long all;
    private long longest;

    void add(long nanos) {
        counts[(int) Math.min(counts.length - 1, nanos / NANOS)]++;
        all++;
        longest = Math.max(longest, nanos);
    }

    /** The shortest that at least this share of all do not exceed, in words. */
    private String micros(double share) {
        long rank = (long) Math.ceil(all * share);
        int at = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[at]) {
            at++;
        }
        return at == counts.length - 1
                ? "over " + at * NANOS / 1_000_000 + " ms"
                : String.format(Locale.ROOT, "%.2f us", (at + 1.0) * NANOS / 1e3);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %s, p99 %s, p99.9 %s, longest %.1f ms",
                micros(0.5),
                micros(0.99),
                micros(0.999),
                longest / 1e6);
    }
}
