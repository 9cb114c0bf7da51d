package io.isobar.agent.driver.simulated;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Inventory inventory;
    private final Scenario scenario;
    private final double timeScale;
    private final Instant since;
    private final InstantSource clock;
    private final Timers timers;
    private final long totalMillicpus;
    private final long totalMemory;
    private final Map<AttemptId, SimulatedAttempt> attempts = new HashMap<>();
    private final Map<AttemptId, SimulatedAttempt> forgotten = new LinkedHashMap<>();
    private final Set<NodeName> down = new HashSet<>();
    /** Of others, there now. */
    private final List<Scenario.Load> loads = new ArrayList<>();

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
        if (!(timeScale > 0) || Double.isInfinite(timeScale)) {
            throw new IllegalArgumentException("a time scale is positive, not " + timeScale);
        }
        this.inventory = inventory;
        this.scenario = scenario;
        this.timeScale = timeScale;
        this.since = since;
        this.clock = clock;
        this.timers = timers;
        Instant now = clock.instant();
        scenario.loads().stream()
                .filter(load -> !now.isBefore(since.plus(real(load.from()))))
                .filter(load -> load.until() == null || now.isBefore(since.plus(real(load.until()))))
                .forEach(loads::add);
        this.totalMillicpus = inventory.nodes().stream()
                .mapToLong(node -> orZero(node.total().millicpus()))
                .sum();
        this.totalMemory = inventory.nodes().stream()
                .mapToLong(node -> orZero(node.total().memoryBytes()))
                .sum();
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
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
        return down.isEmpty() && loads.isEmpty()
                ? inventory
                : new Inventory(
                        inventory.pools(),
                        inventory.nodes().stream()
                                .map(node -> node.asUsable(!down.contains(node.name())))
                                .map(node -> node.under(loadOn(node.name())))
                                .toList());
    }

    private ForeignLoad loadOn(NodeName node) {
        return loads.stream()
                .filter(load -> load.node().matches(node.value()))
                .map(Scenario.Load::takes)
                .reduce(ForeignLoad.NONE, ForeignLoad::plus);
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
            attempt.timer = timers.schedule(real(attempt.plan.startDelay()), () -> run(attempt));
        }
    }

    private synchronized void run(SimulatedAttempt attempt) {
        if (attempt.endedAt != null) {
            return;
        }
        Instant now = clock.instant();
        String failure = attempt.plan.launchFailure();
        if (failure != null) {
            end(attempt, new WorkEnd(Reason.LAUNCH_FAILED, null, failure, now));
            return;
        }
        for (NodeName node : attempt.work.placement().nodes()) {
            if (down.contains(node)) {
                end(attempt, new WorkEnd(Reason.NODE_FAILED, null, "node " + node + " is down", now));
                return;
            }
        }
        attempt.startedAt = now;
        tell(new WorkEvent.Running(attempt.work.id(), now));
        scheduleEnd(attempt, now);
    }

    private void scheduleEnd(SimulatedAttempt attempt, @Nullable Instant startedAt) {
        Instant now = clock.instant();
        Instant end = (startedAt == null ? now : startedAt).plus(real(attempt.plan.runTime()));
        attempt.timer = timers.schedule(Duration.between(now, end), () -> runsOut(attempt, end));
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
                : SimulatedText.progress(attempt.plan, began, Duration.between(began, now), timeScale, each);
    }

    @Override
    public synchronized Map<AttemptId, WorkProgress> progress() {
        Map<AttemptId, WorkProgress> found = new HashMap<>();
        Instant now = clock.instant();
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

    private Duration real(Duration simulated) {
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE / 2.0, simulated.toMillis() * 1e6 / timeScale));
    }

    @Override
    public synchronized void stop(AttemptId id, Duration grace) {
        SimulatedAttempt attempt = attempts.get(id);
        if (attempt != null) {
            end(attempt, new WorkEnd(Reason.EXIT_NON_ZERO, STOPPED, "stopped", clock.instant()));
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
                .map(Output::new);
    }

    private final class Output implements WorkOutput {
        private final SimulatedAttempt attempt;

        Output(SimulatedAttempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public int replicas() {
            return attempt.work.order().demand().replicas();
        }

        @Override
        public int read(int replica, OutputStreamKind stream, long offset, byte[] into) {
            byte[] text;
            synchronized (SimulatedDriver.this) {
                text = SimulatedText.of(
                        attempt, replica, stream, timeScale, attempt.startedAt, attempt.endedAt, clock.instant());
            }
            int length = Math.clamp(text.length - offset, 0, into.length);
            System.arraycopy(text, length == 0 ? 0 : (int) offset, into, 0, length);
            return length;
        }

        @Override
        public boolean complete() {
            synchronized (SimulatedDriver.this) {
                return attempt.endedAt != null;
            }
        }
    }

    @Override
    public synchronized List<Measurement> measure() {
        Instant now = clock.instant();
        long millicpus = 0;
        long memory = 0;
        for (SimulatedAttempt attempt : attempts.values()) {
            if (attempt.runs()) {
                Resources shape = attempt.work.order().demand().shape();
                millicpus += shape.millicpus() * attempt.work.order().demand().replicas();
                memory += shape.memoryBytes() * attempt.work.order().demand().replicas();
            }
        }
        for (Node node : loads.isEmpty() ? List.<Node>of() : inventory.nodes()) {
            ForeignLoad load = node.under(loadOn(node.name())).foreign();
            millicpus += orZero(load.millicpus());
            memory += orZero(load.memoryBytes());
        }
        double share = totalMillicpus == 0 ? 0 : Math.clamp(millicpus / (double) totalMillicpus, 0, 1);
        return totalMillicpus == 0
                ? List.of()
                : List.of(
                        new Measurement(Quantity.CPU_UTILISATION, share, false, now),
                        new Measurement(Quantity.MEMORY_USED, memory, false, now),
                        new Measurement(Quantity.MEMORY_TOTAL, totalMemory, true, now));
    }

    private void schedule(Scenario.NodeFault fault) {
        Instant now = clock.instant();
        Instant failAt = since.plus(real(fault.failAt()));
        Instant backAt = fault.backAfter() == null ? null : failAt.plus(real(fault.backAfter()));
        if (backAt != null && !backAt.isAfter(now)) {
            return;
        }
        timers.schedule(Duration.between(now, failAt), () -> setDown(fault, true));
        if (backAt != null) {
            timers.schedule(Duration.between(now, backAt), () -> setDown(fault, false));
        }
    }

    private void schedule(Scenario.Load load) {
        Instant now = clock.instant();
        Instant from = since.plus(real(load.from()));
        Instant until = load.until() == null ? null : since.plus(real(load.until()));
        if (until != null && !until.isAfter(now)) {
            return;
        }
        if (!loads.contains(load)) {
            timers.schedule(Duration.between(now, from), () -> setLoad(load, true));
        }
        if (until != null) {
            timers.schedule(Duration.between(now, until), () -> setLoad(load, false));
        }
    }

    private synchronized void setLoad(Scenario.Load load, boolean there) {
        if (there) {
            loads.add(load);
        } else {
            loads.remove(load);
        }
        tell(new WorkEvent.Looked(discover(), 0));
    }

    private synchronized void setDown(Scenario.NodeFault fault, boolean nowDown) {
        Set<NodeName> hit = new HashSet<>();
        for (Node node : inventory.nodes()) {
            boolean changes = fault.node().matches(node.name().value())
                    && (nowDown ? down.add(node.name()) : down.remove(node.name()));
            if (changes) {
                hit.add(node.name());
            }
        }
        tell(new WorkEvent.Looked(discover(), nowDown ? hit.size() : 0));
        if (nowDown) {
            for (SimulatedAttempt attempt : List.copyOf(attempts.values())) {
                if (attempt.runs() && attempt.work.placement().nodes().stream().anyMatch(hit::contains)) {
                    end(attempt, new WorkEnd(Reason.NODE_FAILED, KILLED, "a node failed", clock.instant()));
                }
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
