package io.isobar.agent.wiring;

import io.isobar.agent.lease.BootClock;
import java.time.Duration;

/** Time since the machine was started; on what is not Linux since some instant, which may stand still while the machine sleeps. */
final class SinceBoot {
    private SinceBoot() {}

    static BootClock ofMachine() {
        return BootClock.ofLinux().orElse(() -> Duration.ofNanos(System.nanoTime()));
    }
}
