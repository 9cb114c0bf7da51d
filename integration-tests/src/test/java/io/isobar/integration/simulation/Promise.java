package io.isobar.integration.simulation;

import java.time.Duration;

/** What becomes of a region's work when nobody can confirm it. */
enum Promise {
    GOES_ON,
    /** All of it is stopped, and nothing begins any more, as where there is a guard and a supervisor. */
    STOPS,
    /** What runs is stopped, {@link #WITHIN} at most after the lease. What was launched may begin at any time, as where kubelets ask. */
    STOPS_WHAT_BEGAN;

    /** Longer than other regions have. */
    static final Duration WITHIN = Duration.ofSeconds(12);

    static Promise drawn(Timeline time) {
        return time.chance(0.1) ? GOES_ON : time.chance(0.25) ? STOPS_WHAT_BEGAN : STOPS;
    }
}
