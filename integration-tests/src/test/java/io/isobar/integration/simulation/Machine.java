package io.isobar.integration.simulation;

import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The machine of a region's agent: its clocks, which nobody can trust, and what outlives the agent's process. */
final class Machine {
    private static final Duration UP_BEFORE = Duration.ofSeconds(10_000);

    private final Timeline time;
    private final double rate;
    private Duration ahead;
    private final JournalDisk journal;
    private Lease.@Nullable Kept lease;

    /** {@code rate} of its clocks: 1 is right. */
    Machine(Timeline time, double rate, Duration ahead) {
        this.time = time;
        this.rate = rate;
        this.ahead = ahead;
        this.journal = new JournalDisk();
    }

    Duration sinceBoot() {
        return UP_BEFORE.plus(scaled(time.now()));
    }

    /** By its wall clock. */
    Instant clock() {
        return Timeline.START.plus(scaled(time.now())).plus(ahead);
    }

    /** Somebody sets its clock. */
    void set(Duration nowAhead) {
        ahead = nowAhead;
    }

    private Duration scaled(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() * rate) / 1_000 * 1_000);
    }

    JournalDisk journal() {
        return journal;
    }

    void keep(Lease.Kept kept) {
        lease = kept;
    }

    Lease.@Nullable Kept lease() {
        return lease;
    }
}
