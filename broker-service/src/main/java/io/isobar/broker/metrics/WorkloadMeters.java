package io.isobar.broker.metrics;

import io.isobar.broker.leader.TurnCount.Move;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts what happens to workloads and their attempts, from one step to the next. For one thread. */
final class WorkloadMeters {
    private static final String ENDED = "isobar.workloads.ended";
    private static final String WHY_ENDED = "Workloads that are over, by how and why.";

    private final MeterRegistry registry;
    private final RegionLabels labels;
    private final Timer waits;
    private final Timer starts;
    private final ReasonCounters succeeded;
    private final ReasonCounters failed;
    private final ReasonCounters cancelled;
    private final Map<String, Counter> begun = new HashMap<>();
    private final Map<String, ReasonCounters> ended = new HashMap<>();

    WorkloadMeters(MeterRegistry registry, RegionLabels labels) {
        this.registry = registry;
        this.labels = labels;
        this.waits = LeaderMeters.timer(
                registry, "isobar.workload.wait", "Time from submit to the first place.", Buckets.WAIT);
        this.starts = LeaderMeters.timer(
                registry, "isobar.workload.start", "Time from placed to running, of each try that ran.", Buckets.START);
        this.succeeded = new ReasonCounters(registry, ENDED, WHY_ENDED, Tag.of("state", "succeeded"));
        this.failed = new ReasonCounters(registry, ENDED, WHY_ENDED, Tag.of("state", "failed"));
        this.cancelled = new ReasonCounters(registry, ENDED, WHY_ENDED, Tag.of("state", "cancelled"));
    }

    void moved(Move move) {
        var before = move.before();
        var after = move.after();
        if (after.tries() > before.tries()) {
            begins(before, after);
        } else {
            ends(before, after);
        }
        if (after.state().getClass() != before.state().getClass()) {
            enters(after);
        }
    }

    private void begins(Workload before, Workload after) {
        for (int i = 0; i < after.parts().size(); i++) {
            begun.computeIfAbsent(regionOf(after.parts().get(i)), this::begunIn).increment();
        }
        if (before.tries() == 0) {
            record(waits, after.submittedAt(), after.parts().getFirst().reservedAt());
        }
    }

    /** Of one try the parts keep their order. */
    private void ends(Workload before, Workload after) {
        for (int i = 0; i < after.parts().size(); i++) {
            var part = after.parts().get(i);
            if (before.parts().get(i).isLive() && part.state() instanceof AttemptState.Ended over) {
                ended.computeIfAbsent(regionOf(part), this::endedIn)
                        .of(over.end().reason())
                        .increment();
            }
        }
    }

    private void enters(Workload workload) {
        var why = workload.state().why();
        switch (workload.state()) {
            case WorkloadState.Queued _, WorkloadState.Placing _, WorkloadState.Starting _ -> {}
            case WorkloadState.Running _ ->
                record(starts, workload.parts().getFirst().reservedAt(), why.since());
            case WorkloadState.Succeeded _ -> succeeded.of(why.reason()).increment();
            case WorkloadState.Failed _ -> failed.of(why.reason()).increment();
            case WorkloadState.Cancelled _ -> cancelled.of(why.reason()).increment();
        }
    }

    private String regionOf(Attempt part) {
        return labels.of(part.assignment().pool().region());
    }

    private Counter begunIn(String region) {
        return Counter.builder("isobar.attempts.begun")
                .description("Attempts that were given a place, by region.")
                .tag("region", region)
                .register(registry);
    }

    private ReasonCounters endedIn(String region) {
        return new ReasonCounters(
                registry, "isobar.attempts.ended", "Attempts that ended, by region and why.", Tag.of("region", region));
    }

    private static void record(Timer timer, Instant from, Instant to) {
        var time = Duration.between(from, to);
        timer.record(time.isNegative() ? Duration.ZERO : time);
    }
}
