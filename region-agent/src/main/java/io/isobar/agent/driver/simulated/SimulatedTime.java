package io.isobar.agent.driver.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How simulated time passes in real time. What says "simulated" counts in a scenario's seconds; instants are real.
 *
 * @param scale simulated seconds in a second; positive
 * @param since when the region first started; the scenario's times count from here
 */
record SimulatedTime(double scale, Instant since, InstantSource clock, Timers timers) {
    SimulatedTime {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("a time scale is positive, not " + scale);
        }
    }

    Instant now() {
        return clock.instant();
    }

    Duration real(Duration simulated) {
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE / 2.0, simulated.toMillis() * 1e6 / scale));
    }

    /** When a time of the scenario is. */
    Instant at(Duration simulated) {
        return since.plus(real(simulated));
    }

    Timers.Handle after(Duration simulated, Runnable task) {
        return timers.schedule(real(simulated), task);
    }

    /** What is over is done at once, though not in this call. */
    Timers.Handle when(Instant at, Runnable task) {
        return timers.schedule(Duration.between(now(), at), task);
    }
}
