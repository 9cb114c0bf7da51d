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

    /**
     * How it ended at its region.
     *
     * @param last how far its work said it was; null: it has not said
     */
    public record RegionEnd(
            Reason reason,
            @Nullable Integer exitCode,
            String message,
            Instant at,
            @Nullable Said last) {
        /** Of work that has not said how far it was. */
        public RegionEnd(Reason reason, @Nullable Integer exitCode, String message, Instant at) {
            this(reason, exitCode, message, at, null);
        }
    }

    /**
     * How far work says that it is.
     *
     * @param steps that are done, not negative
     * @param total in all, positive; null: it does not say
     */
    public record Said(long steps, @Nullable Long total, Instant at) {}

    /**
     * The same, of an attempt that ran between two times at the most, whatever the clock of its region says: one that was set while it ran
     * would make its run an hour longer, or a year.
     *
     * @param from when the attempt was reserved
     * @param now when the report came in
     */
    Report within(Instant from, Instant now) {
        var began = startedAt == null ? null : between(from, startedAt, now);
        var ended = end == null
                ? null
                : new RegionEnd(
                        end.reason(),
                        end.exitCode(),
                        end.message(),
                        between(began == null ? from : began, end.at(), now),
                        end.last());
        return new Report(region, attempt, phase, sequence, began, ended, coveredFrom);
    }

    private static Instant between(Instant from, Instant at, Instant until) {
        var notLater = at.isAfter(until) ? until : at;
        return notLater.isBefore(from) ? from : notLater;
    }

    public Report {
        if ((phase == Phase.ENDED) != (end != null)) {
            throw new IllegalArgumentException("an end goes with the phase ENDED, and only with it");
        }
    }
}
