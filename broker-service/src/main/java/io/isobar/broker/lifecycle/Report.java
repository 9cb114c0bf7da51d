package io.isobar.broker.lifecycle;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt is, as its region says.
 *
 * @param sequence of this attempt's reports, for its whole life
 * @param startedAt null: it has not run yet
 * @param end only with {@link Phase#ENDED}, and always then
 * @param coveredFrom from this sequence of the pool on, its capacity is counted
 */
public record Report(
        RegionName region,
        AttemptId attempt,
        Phase phase,
        long sequence,
        @Nullable Instant startedAt,
        @Nullable RegionEnd end,
        long coveredFrom) {
    /** As its region sees it. */
    public enum Phase {
        HELD,
        STARTING,
        RUNNING,
        STOPPING,
        ENDED
    }

    /** How it ended at its region. */
    public record RegionEnd(Reason reason, @Nullable Integer exitCode, String message, Instant at) {}

    public Report {
        if ((phase == Phase.ENDED) != (end != null)) {
            throw new IllegalArgumentException("an end goes with the phase ENDED, and only with it");
        }
    }
}
