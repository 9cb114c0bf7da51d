package io.isobar.broker.capacity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a pool has shown of itself, as far as decisions reckon with it. It changes in steps.
 *
 * @param failures of one accelerator unit; null: nothing was learned, and what is configured holds
 * @param reclaims of what runs on spot capacity; null: as for failures
 * @param starts null: not enough was seen
 * @param queued its places are in the queue of its resource manager, so that a start is not at once where {@code starts} is null, but
 *     nobody knows when
 */
public record TrackRecord(
        @Nullable Rate failures,
        @Nullable Rate reclaims,
        @Nullable Starts starts,
        boolean queued) {
    /** Of a pool that has shown nothing. */
    public static final TrackRecord NONE = new TrackRecord(null, null, null);

    /** Of a pool whose nodes can be used at once. */
    public TrackRecord(@Nullable Rate failures, @Nullable Rate reclaims, @Nullable Starts starts) {
        this(failures, reclaims, starts, false);
    }

    /** What a rate is mostly from. */
    public enum Source {
        CONFIGURED,
        /** Other pools of the same model. */
        MODEL,
        POOL
    }

    /**
     * How often something is to be expected.
     *
     * @param perHour above 0
     * @param events that were seen on the pool; older ones count less
     * @param hours that it was looked at for, weighted likewise
     */
    public record Rate(double perHour, Source source, double events, double hours) {
        private Rate figure() {
            return new Rate(perHour, Source.CONFIGURED, 0, 0);
        }
    }

    /**
     * How long work takes from being placed until it runs.
     *
     * @param high nine of ten start within it; at least the mean
     * @param seen starts, of which older ones count less; 0: none, it is what the region foretells
     */
    public record Starts(Duration mean, Duration high, double seen) {}

    /** The same without what it is from: pools with the same figures have the same bills. */
    public TrackRecord figures() {
        return new TrackRecord(
                failures == null ? null : failures.figure(),
                reclaims == null ? null : reclaims.figure(),
                starts == null ? null : new Starts(starts.mean(), starts.high(), 0),
                queued);
    }

    /** With what its region says of the queue that its places are in; what it foretells of this hour before what was seen of all hours. */
    TrackRecord in(@Nullable SiteQueue queue) {
        if (queue == null) {
            return this;
        }
        var wait = queue.foretold();
        return new TrackRecord(
                failures, reclaims, wait == null ? starts : new Starts(wait.mean(), wait.high(), 0), true);
    }

    /** For work that is known to start in that time. */
    public TrackRecord startingIn(Duration time) {
        return new TrackRecord(failures, reclaims, new Starts(time, time, 0), queued);
    }

    /** Whether nobody knows when work would start: it waits in a queue of which nothing was foretold or seen. */
    public boolean startsAnyTime() {
        return queued && starts == null;
    }

    /** What is to be expected until work runs; zero where nothing is known, see {@link #startsAnyTime}. */
    public Duration startDelay() {
        return starts == null ? Duration.ZERO : starts.mean();
    }
}
