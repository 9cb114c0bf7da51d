package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.Work;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An attempt that a timer stands for. Guarded by its driver's lock. */
final class SimulatedAttempt {
    final Work work;
    final RunPlan plan;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    Timers.@Nullable Handle timer;

    SimulatedAttempt(Work work, RunPlan plan) {
        this.work = work;
        this.plan = plan;
    }

    boolean runs() {
        return startedAt != null && endedAt == null;
    }
}
