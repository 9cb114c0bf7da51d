package io.isobar.integration.simulation;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What really runs in a region. It outlives the agent, as processes do, and kills by itself what the lease on disk does not cover any
 * more, as the guard of the process driver does; or what the agent does not confirm when it is asked, as kubelets do.
 */
final class ResourceManager {
    private static final Duration GUARD_LOOKS = Duration.ofSeconds(1);
    /** Of a kubelet: so many questions that are not answered with yes, and so long until what is told to end then has. */
    private static final int FAILURES = 5;

    private static final Duration KUBELET_GRACE = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofMillis(300);
    /** Where an image must be brought first. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private static final Duration LONGEST_RUN = Duration.ofMinutes(4);
    private static final int KILLED = 137;
    private static final int STOPPED = 143;

    private final Timeline time;
    private final String region;
    private final Machine machine;
    private final Truth truth;
    private final Promise promise;
    private final BooleanSupplier confirms;
    private final Map<AttemptId, Run> runs = new LinkedHashMap<>();
    private @Nullable WorkListener listener;

    private static final class Run {
        private final Work work;
        private boolean running;
        private boolean stopping;
        private boolean swept;
        private int failures;
        /** Its node does not hear that it is not wanted any more, and starts it all the same. */
        private boolean deaf;

        private @Nullable Instant startedAt;
        private @Nullable WorkEnd end;

        Run(Work work) {
            this.work = work;
        }
    }

    /** {@code confirms} asks the agent whether what runs may go on; only where that is what it promises by. */
    ResourceManager(
            Timeline time, String region, Machine machine, Truth truth, Promise promise, BooleanSupplier confirms) {
        this.promise = promise;
        this.confirms = confirms;
        this.time = time;
        this.region = region;
        this.machine = machine;
        this.truth = truth;
        time.after(GUARD_LOOKS, "", this::guard);
    }

    void attach(@Nullable WorkListener hears) {
        listener = hears;
    }

    boolean knows(AttemptId id) {
        return runs.containsKey(id);
    }

    List<AttemptId> all() {
        return List.copyOf(runs.keySet());
    }

    void launch(Work work) {
        if (runs.containsKey(work.id())) {
            return;
        }
        var run = new Run(work);
        runs.put(work.id(), run);
        boolean late = promise == Promise.STOPS_WHAT_BEGAN && time.chance(0.2);
        run.deaf = late && time.chance(0.5);
        time.after(time.about(late ? LATE : SOON), "", () -> start(run));
    }

    /** What became of it since; for an agent that began anew. */
    void tellAgain(AttemptId id) {
        var run = runs.get(id);
        if (run == null) {
            return;
        }
        if (run.startedAt != null) {
            tell(new WorkEvent.Running(id, run.startedAt));
        }
        if (run.end != null) {
            tell(new WorkEvent.Ended(id, run.end));
        }
    }

    private void start(Run run) {
        if (run.end != null) {
            return;
        }
        var id = run.work.id();
        if (run.stopping && !run.deaf) {
            end(run, Reason.LAUNCH_FAILED, null, "stopped before it started");
            return;
        }
        var lease = machine.lease();
        // As late as can be, as the supervisor of a replica does.
        if (promise != Promise.STOPS_WHAT_BEGAN
                && !run.work.order().keepRunning()
                && lease != null
                && machine.sinceBoot().toSeconds() >= lease.stopAt().toSeconds()) {
            end(run, Reason.LAUNCH_FAILED, null, "the lease was over");
            return;
        }
        if (time.chance(0.02)) {
            end(run, Reason.LAUNCH_FAILED, null, "no such file");
            return;
        }
        run.running = true;
        run.startedAt = machine.clock();
        time.note(region + " RUNS " + id);
        truth.started(region, run.work);
        tell(new WorkEvent.Running(id, run.startedAt));
        var expected = run.work.order().expectedRunTime();
        // How long work takes does not follow what was learned of other work.
        var length = expected == null || expected.compareTo(LONGEST_RUN) > 0 ? time.upTo(LONGEST_RUN) : expected;
        time.after(length, "", () -> runsOut(run));
    }

    private void runsOut(Run run) {
        if (run.running) {
            boolean failed = time.chance(0.05);
            end(run, failed ? Reason.EXIT_NON_ZERO : Reason.EXIT_ZERO, failed ? 1 : 0, "");
        }
    }

    void stop(AttemptId id, Duration grace) {
        var run = runs.get(id);
        if (run != null && run.end == null && !run.stopping) {
            run.stopping = true;
            if (run.running) {
                // Half of all work stops only when it is killed.
                time.after(time.chance(0.5) ? grace : time.upTo(grace), "", () -> {
                    if (run.running) {
                        end(run, Reason.EXIT_NON_ZERO, STOPPED, "stopped");
                    }
                });
            }
        }
    }

    /** Nobody can confirm it: it is stopped, and nothing of it is kept. */
    void sweep(AttemptId id) {
        var run = runs.get(id);
        if (run != null) {
            run.swept = true;
            stop(id, Duration.ZERO);
            forget(id);
        }
    }

    /** A node dies, or whatever else ends work that nobody stopped. */
    void fail(AttemptId id) {
        var run = runs.get(id);
        if (run != null && run.running) {
            end(run, Reason.NODE_FAILED, KILLED, "its node failed");
        }
    }

    void forget(AttemptId id) {
        var run = runs.get(id);
        if (run != null && run.end != null) {
            runs.remove(id);
        }
    }

    List<AttemptId> running() {
        return runs.values().stream()
                .filter(run -> run.running)
                .map(run -> run.work.id())
                .toList();
    }

    private void guard() {
        time.after(GUARD_LOOKS, "", this::guard);
        if (promise == Promise.STOPS_WHAT_BEGAN) {
            List.copyOf(runs.values()).forEach(this::probe);
            return;
        }
        var lease = machine.lease();
        if (lease == null || machine.sinceBoot().toSeconds() < lease.killAt().toSeconds()) {
            return;
        }
        for (var run : List.copyOf(runs.values())) {
            if (run.running && !run.work.order().keepRunning()) {
                time.note(region + " GUARD KILLS " + run.work.id());
                end(run, Reason.EXIT_NON_ZERO, KILLED, "killed");
            }
        }
    }

    private void probe(Run run) {
        if (!run.running || run.work.order().keepRunning() || run.failures >= FAILURES) {
            return;
        }
        run.failures = confirms.getAsBoolean() && !run.stopping ? 0 : run.failures + 1;
        if (run.failures == FAILURES) {
            time.after(time.upTo(KUBELET_GRACE), "", () -> {
                if (run.running) {
                    time.note(region + " KUBELET KILLS " + run.work.id());
                    end(run, Reason.REGION_LOST, KILLED, "nobody confirmed it");
                }
            });
        }
    }

    private void end(Run run, Reason reason, @Nullable Integer code, String message) {
        if (run.running) {
            run.running = false;
            time.note(region + " ENDS " + run.work.id() + " " + reason);
            truth.ended(region, run.work);
        }
        run.end = new WorkEnd(reason, code, message, machine.clock());
        if (run.swept) {
            runs.remove(run.work.id());
        }
        tell(new WorkEvent.Ended(run.work.id(), run.end));
    }

    private void tell(WorkEvent event) {
        var hears = listener;
        if (hears != null) {
            hears.on(event);
        }
    }
}
