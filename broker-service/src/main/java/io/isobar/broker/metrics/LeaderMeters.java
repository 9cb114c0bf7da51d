package io.isobar.broker.metrics;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.leader.Outcome;
import io.isobar.broker.leader.Snapshot;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Measures the leader: its turns, rounds and commits, what it is told, what it decides. */
public final class LeaderMeters implements LeaderObserver {
    private final MeterRegistry registry;
    private final Clock ticks;
    private final RegionMeters regions;
    private final WorkloadMeters workloads;
    private final Timer turns;
    private final DistributionSummary batches;
    private final Map<Class<?>, Counter> events = new HashMap<>();
    private final Counter faults;
    private final Timer rounds;
    private final Counter placed;
    private final ReasonCounters waits;
    private final Counter preempted;
    private final Counter reclaimed;
    private final Counter departures;
    private final Timer commits;
    private final Counter failedCommits;
    private long turnBegan;
    private long roundBegan;
    private boolean someWait;
    private long commitBegan;

    /** Registers what does not depend on what the federation is. */
    public LeaderMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.ticks = registry.config().clock();
        var labels = new RegionLabels();
        this.regions = new RegionMeters(registry, labels, clock);
        this.workloads = new WorkloadMeters(registry, labels);
        this.turns = timer(
                registry,
                "isobar.leader.turn",
                "Time in which the leader decides a turn. An idle leader has several a second.",
                Buckets.WORK);
        this.batches = DistributionSummary.builder("isobar.leader.batch")
                .baseUnit("events")
                .description("Events that a turn took in, of turns with at least one.")
                .serviceLevelObjectives(Buckets.BATCH)
                .register(registry);
        kinds(Event.class).forEach(kind -> events.put(kind, eventCounter(kind)));
        this.faults = counter(
                registry,
                "isobar.leader.faults",
                "Events that were passed over as they could not be taken; see the log.");
        this.rounds = timer(
                registry,
                "isobar.placement.round",
                "Time of a placement round, of rounds before which something waited.",
                Buckets.WORK);
        this.placed = counter(registry, "isobar.placement.placed", "Decisions that gave a workload its place.");
        this.waits = new ReasonCounters(
                registry,
                "isobar.placement.waits",
                "Decisions that left a workload waiting, by the reason that stands for all.");
        var preemptions = "Attempts that were told to make room, by why.";
        this.preempted = reasonCounter(registry, "isobar.placement.preemptions", preemptions, Reason.PREEMPTED);
        this.reclaimed = reasonCounter(registry, "isobar.placement.preemptions", preemptions, Reason.QUOTA_RECLAIMED);
        this.departures = counter(
                registry,
                "isobar.placement.departures",
                "Attempts that were told to leave the queue of their site for nodes that are free.");
        this.commits = timer(
                registry,
                "isobar.ledger.commit",
                "Time of a transaction that made a turn durable, of those that succeeded.",
                Buckets.WORK);
        this.failedCommits = counter(
                registry,
                "isobar.ledger.commit.failures",
                "Transactions of the leader that failed; each is tried again.");
    }

    /** Leaf types only. */
    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(LeaderMeters::kinds)
                : Stream.of(type);
    }

    private Counter eventCounter(Class<?> kind) {
        return Counter.builder("isobar.leader.events")
                .description("Events that the leader took in, by kind.")
                .tag(
                        "kind",
                        kind.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .register(registry);
    }

    static Timer timer(MeterRegistry registry, String name, String description, Duration... buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static Counter reasonCounter(MeterRegistry registry, String name, String description, Reason reason) {
        return Counter.builder(name)
                .description(description)
                .tag("reason", reason.name())
                .register(registry);
    }

    @Override
    public void leads(Supplier<Snapshot> now, IntSupplier inbox) {
        Gauge.builder("isobar.leader.inbox", inbox, IntSupplier::getAsInt)
                .baseUnit("events")
                .description("Events that were posted and not taken yet; at 100,000 who posts waits.")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "isobar.placement.holds",
                        now,
                        known -> known.get().holds().size())
                .description("Pools that are kept for work that waits.")
                .strongReference(true)
                .register(registry);
        stateGauge(now, "queued", Snapshot.States::queued);
        stateGauge(now, "placing", Snapshot.States::placing);
        stateGauge(now, "starting", Snapshot.States::starting);
        stateGauge(now, "running", Snapshot.States::running);
        regions.leads(now);
    }

    private void stateGauge(Supplier<Snapshot> now, String state, ToIntFunction<Snapshot.States> count) {
        Gauge.builder(
                        "isobar.workloads",
                        now,
                        known -> count.applyAsInt(known.get().states()))
                .description("Workloads that are not over, by state.")
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void turnBegins(List<Event> told) {
        turnBegan = ticks.monotonicTime();
        if (!told.isEmpty()) {
            batches.record(told.size());
            for (var event : told) {
                var counter = events.get(event.getClass());
                if (counter != null) {
                    counter.increment();
                }
            }
        }
    }

    @Override
    public void roundBegins(int waiting) {
        someWait = waiting > 0;
        roundBegan = ticks.monotonicTime();
    }

    @Override
    public void roundEnds() {
        if (someWait) {
            rounds.record(ticks.monotonicTime() - roundBegan, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void turnDecided() {
        turns.record(ticks.monotonicTime() - turnBegan, TimeUnit.NANOSECONDS);
    }

    @Override
    public void commitBegins() {
        commitBegan = ticks.monotonicTime();
    }

    @Override
    public void commitEnds() {
        commits.record(ticks.monotonicTime() - commitBegan, TimeUnit.NANOSECONDS);
    }

    @Override
    public void commitFails() {
        failedCommits.increment();
    }

    @Override
    public void turnEnds(Outcome outcome) {
        var count = outcome.count();
        placed.increment(count.placed());
        count.waits().forEach((reason, times) -> waits.of(reason).increment(times));
        preempted.increment(count.preempted());
        reclaimed.increment(count.reclaimed());
        departures.increment(count.leftQueues());
        faults.increment(outcome.faults().size());
        count.moves().forEach(workloads::moved);
        outcome.changes()
                .regions()
                .values()
                .forEach(region -> regions.see(region.facts().name()));
    }
}
