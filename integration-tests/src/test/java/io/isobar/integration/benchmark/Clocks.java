package io.isobar.integration.benchmark;

import java.time.Instant;

/** The clock that a job on this machine reads too. */
final class Clocks {
    private Clocks() {}

    static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
