package io.isobar.bench.rounds;

import java.util.List;

/**
 * A job of a trace.
 *
 * @param kind what it trains; all of a kind have the same throughputs
 * @param arrival seconds since the trace begins, at one job an hour
 * @param throughputs steps a second by type
 * @param steps in all
 */
record TraceJob(int number, String kind, double arrival, List<Double> throughputs, double steps) {
    /** Seconds that it takes on the type that is the fastest for it. */
    double least() {
        return steps / throughputs.stream().mapToDouble(speed -> speed).max().orElseThrow();
    }
}
