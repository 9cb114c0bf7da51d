package io.isobar.broker.capacity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a pool has shown of itself, as far as decisions reckon with it. It changes in steps.
 *
 * @param failures of one accelerator unit; null: nothing was learned, and what is configured holds
 * @param reclaims of what runs on spot capacity; null: as for failures
 * @param starts null: not enough was seen
 */
public record TrackRecord(
        @Nullable Rate failures,
        @Nullable Rate reclaims,
        @Nullable Starts starts) {
    /** Of a pool that has shown nothing. */
    public static final TrackRecord NONE = new TrackRecord(null, null, null);

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
     * @param seen starts, of which older ones count less
     */
    public record Starts(Duration mean, Duration high, double seen) {}

    /** The same without what it is from: pools with the same figures have the same bills. */
    public TrackRecord figures() {
        return new TrackRecord(
                failures == null ? null : failures.figure(),
                reclaims == null ? null : reclaims.figure(),
                starts == null ? null : new Starts(starts.mean(), starts.high(), 0));
    }

    /** What is to be expected until work runs; zero where nothing is known. */
    public Duration startDelay() {
        return starts == null ? Duration.ZERO : starts.mean();
    }
}
