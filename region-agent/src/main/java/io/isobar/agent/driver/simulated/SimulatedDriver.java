package io.isobar.agent.driver.simulated;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A region of nothing but timers. An attempt runs for as long as the broker reckons, divided by the time scale; what goes wrong
 * is in the scenario. All that it needs after a restart is what the region wrote down anyway.
 */
public final class SimulatedDriver implements ResourceManagerDriver {
    private static final int STOPPED = 143;
    private static final int KILLED = 137;
    /** Hundreds of thousands may run: each tells twenty times how far it is, and not a hundred. */
    private static final int STEPS_TOLD = 5;
    /** Their output is only text that can be made again, so that many cost little. */
    private static final int MAX_FORGOTTEN = 1_000;

    private final SimulatedNodes nodes;
    private final Scenario scenario;
    private final SimulatedTime time;
    private final Map<AttemptId, SimulatedAttempt> attempts = new HashMap<>();
    private final Map<AttemptId, SimulatedAttempt> forgotten = new LinkedHashMap<>();
    private @Nullable WorkListener listener;

    /**
     * A driver that has not started.
     *
     * @param timeScale simulated seconds in a second; positive
     * @param since when the region first started; the scenario's times count from here
     */
    public SimulatedDriver(
            Inventory inventory,
            Scenario scenario,
            double timeScale,
            Instant since,
            InstantSource clock,
            Timers timers) {
        this.time = new SimulatedTime(timeScale, since, clock, timers);
        this.nodes = new SimulatedNodes(inventory);
        this.scenario = scenario;
        Instant now = time.now();
        scenario.loads().stream()
                .filter(load -> !now.isBefore(time.at(load.from())))
                .filter(load -> load.until() == null || now.isBefore(time.at(load.until())))
                .forEach(nodes::add);
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.SIMULATED;
    }

    /** Nothing runs anywhere but here. */
    @Override
    public boolean stopsWithoutAgent() {
        return true;
    }

    @Override
    public synchronized Inventory discover() {
        return nodes.look();
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        return scenario.ruleFor(order)
                .flatMap(rule -> Optional.ofNullable(rule.refuse()))
                .map(why -> new Refusal(Reason.REGION_DRAINING, why));
    }

    @Override
    public synchronized void start(List<KnownWork> known, WorkListener hears) {
        listener = hears;
        for (KnownWork work : known) {
            SimulatedAttempt attempt = register(work.work());
            attempt.endedAt = work.endedAt();
            if (work.endedAt() == null && work.startedAt() == null) {
                begin(attempt);
            } else if (work.endedAt() == null) {
                attempt.startedAt = work.startedAt();
                scheduleEnd(attempt, work.startedAt());
            } else {
                attempt.startedAt = work.startedAt();
            }
        }
        for (Scenario.NodeFault fault : scenario.nodeFaults()) {
            schedule(fault);
        }
        for (Scenario.Load load : scenario.loads()) {
            schedule(load);
        }
    }

    private SimulatedAttempt register(Work work) {
        SimulatedAttempt attempt = new SimulatedAttempt(work, RunPlan.of(work.order(), scenario));
        attempts.put(work.id(), attempt);
        return attempt;
    }

    @Override
    public synchronized void launch(Work work) {
        if (!attempts.containsKey(work.id())) {
            begin(register(work));
        }
    }

    private void begin(SimulatedAttempt attempt) {
        if (attempt.plan.startDelay().isZero()) {
            run(attempt);
        } else {
            attempt.timer = time.after(attempt.plan.startDelay(), () -> run(attempt));
        }
    }

    private synchronized void run(SimulatedAttempt attempt) {
        if (attempt.endedAt != null) {
            return;
        }
        Instant now = time.now();
        String failure = attempt.plan.launchFailure();
        if (failure != null) {
            end(attempt, new WorkEnd(Reason.LAUNCH_FAILED, null, failure, now));
            return;
        }
        for (NodeName node : attempt.work.placement().nodes()) {
            if (nodes.isDown(node)) {
                end(attempt, new WorkEnd(Reason.NODE_FAILED, null, "node " + node + " is down", now));
                return;
            }
        }
        attempt.startedAt = now;
        tell(new WorkEvent.Running(attempt.work.id(), now));
        scheduleEnd(attempt, now);
    }

    private void scheduleEnd(SimulatedAttempt attempt, @Nullable Instant startedAt) {
        Instant end = (startedAt == null ? time.now() : startedAt).plus(time.real(attempt.plan.runTime()));
        attempt.timer = time.when(end, () -> runsOut(attempt, end));
    }

    private synchronized void runsOut(SimulatedAttempt attempt, Instant at) {
        String message = attempt.plan.reason() == Reason.EXIT_ZERO ? "" : "by the scenario or its time limit";
        end(attempt, new WorkEnd(attempt.plan.reason(), attempt.plan.exitCode(), message, at));
    }

    private void end(SimulatedAttempt attempt, WorkEnd end) {
        if (attempt.endedAt == null) {
            attempt.endedAt = end.at();
            if (attempt.timer != null) {
                attempt.timer.cancel();
                attempt.timer = null;
            }
            tell(new WorkEvent.Ended(attempt.work.id(), end.having(progress(attempt, end.at(), 1))));
        }
    }

    private @Nullable WorkProgress progress(SimulatedAttempt attempt, Instant now, int each) {
        Instant began = attempt.startedAt;
        return began == null
                ? null
                : SimulatedText.progress(attempt.plan, began, Duration.between(began, now), time.scale(), each);
    }

    @Override
    public synchronized Map<AttemptId, WorkProgress> progress() {
        Map<AttemptId, WorkProgress> found = new HashMap<>();
        Instant now = time.now();
        attempts.forEach((id, attempt) -> {
            WorkProgress said = attempt.runs() ? progress(attempt, now, STEPS_TOLD) : null;
            if (said != null) {
                found.put(id, said);
            }
        });
        return found;
    }

    private void tell(WorkEvent event) {
        WorkListener hears = listener;
        if (hears == null) {
            throw new IllegalStateException("the driver was not started");
        }
        hears.on(event);
    }

    @Override
    public synchronized void stop(AttemptId id, Duration grace) {
        SimulatedAttempt attempt = attempts.get(id);
        if (attempt != null) {
            end(attempt, new WorkEnd(Reason.EXIT_NON_ZERO, STOPPED, "stopped", time.now()));
        }
    }

    @Override
    public synchronized void forget(AttemptId id) {
        SimulatedAttempt attempt = attempts.get(id);
        if (attempt != null && attempt.endedAt != null) {
            attempts.remove(id);
            forgotten.put(id, attempt);
            if (forgotten.size() > MAX_FORGOTTEN) {
                forgotten.remove(forgotten.keySet().iterator().next());
            }
        }
    }

    @Override
    public synchronized Optional<WorkOutput> output(AttemptId id) {
        SimulatedAttempt attempt = attempts.get(id);
        return Optional.ofNullable(attempt == null ? forgotten.get(id) : attempt)
                .map(found -> new SimulatedOutput(found, time, this));
    }

    @Override
    public synchronized List<Measurement> measure() {
        return nodes.measure(
                attempts.values().stream().filter(SimulatedAttempt::runs).toList(), time.now());
    }

    private void schedule(Scenario.NodeFault fault) {
        Instant failAt = time.at(fault.failAt());
        Instant backAt = fault.backAfter() == null ? null : failAt.plus(time.real(fault.backAfter()));
        if (isOver(backAt)) {
            return;
        }
        time.when(failAt, () -> fail(fault.node()));
        if (backAt != null) {
            time.when(backAt, () -> changeNodes(() -> nodes.comeBack(fault.node())));
        }
    }

    private void schedule(Scenario.Load load) {
        Instant until = load.until() == null ? null : time.at(load.until());
        if (isOver(until)) {
            return;
        }
        if (!nodes.has(load)) {
            time.when(time.at(load.from()), () -> changeNodes(() -> nodes.add(load)));
        }
        if (until != null) {
            time.when(until, () -> changeNodes(() -> nodes.remove(load)));
        }
    }

    private boolean isOver(@Nullable Instant until) {
        return until != null && !until.isAfter(time.now());
    }

    private synchronized void changeNodes(Runnable change) {
        change.run();
        tell(new WorkEvent.Looked(discover(), 0));
    }

    private synchronized void fail(NamePattern pattern) {
        Set<NodeName> hit = nodes.fail(pattern);
        tell(new WorkEvent.Looked(discover(), hit.size()));
        for (SimulatedAttempt attempt : List.copyOf(attempts.values())) {
            if (attempt.runs() && attempt.work.placement().nodes().stream().anyMatch(hit::contains)) {
                end(attempt, new WorkEnd(Reason.NODE_FAILED, KILLED, "a node failed", time.now()));
            }
        }
    }

    @Override
    public synchronized void close() {
        attempts.values().forEach(attempt -> {
            if (attempt.timer != null) {
                attempt.timer.cancel();
            }
        });
    }
}
