package io.isobar.broker.capacity;

import java.time.Duration;

/** What a region says becomes of its work when it is cut off, so that nobody can confirm it. */
public sealed interface CutOff {
    /** The longest that a region may take to stop: more would be a mistake of its configuration. */
    Duration LONGEST_STOP = Duration.ofHours(1);

    /** It goes on, as far as anybody knows. */
    record GoesOn() implements CutOff {}

    /** All of it is stopped when the region's lease has run out, and nothing of it begins any more. */
    record Stops() implements CutOff {}

    /**
     * What has begun is stopped. What was only launched may still begin, at any time.
     *
     * @param within from the end of the lease until nothing of it runs; above 0, at most {@link #LONGEST_STOP}
     */
    record StopsWhatBegan(Duration within) implements CutOff {
        public StopsWhatBegan {
            if (!within.isPositive() || within.compareTo(LONGEST_STOP) > 0) {
                throw new IllegalArgumentException("what began is stopped within more than 0 and at most "
                        + LONGEST_STOP.toSeconds() + " s, not " + within.toMillis() + " ms");
            }
        }
    }
}
