package io.isobar.agent.execution;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.AdmissionDecision;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.execution.AttemptState.Ended;
import io.isobar.agent.execution.AttemptState.Held;
import io.isobar.agent.execution.AttemptState.Running;
import io.isobar.agent.execution.AttemptState.Starting;
import io.isobar.agent.execution.AttemptState.Stopping;
import io.isobar.agent.execution.Effects.Action;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a region does about each input: decided from what it holds, the input and the time alone. It performs nothing: what
 * follows is put into {@link Effects}. Not thread-safe.
 *
 * <p>Invariants: of one workload at most one attempt is with the driver at any instant; an attempt with an epoch below the
 * workload's fence never starts; capacity is held from admission to the end, and once.
 */
public final class RegionExecution {
    private final AdmissionBook capacity;
    private final RegionCounters counters;
    private final AttemptBook attempts = new AttemptBook();
    private final EpochFence fence = new EpochFence();
    private final Lease lease;
    private final Admission admission;
    private final RegionNews news;
    private boolean cutOff;
    /** Handed to the driver and not ended: what "at most one" is about. */
    private final Set<AttemptId> withDriver = new HashSet<>();

    /** {@code lease} says whether what runs is still confirmed. */
    public RegionExecution(
            AdmissionBook capacity,
            Function<LaunchOrder, Optional<Refusal>> vet,
            RegionCounters counters,
            Lease lease) {
        this.capacity = capacity;
        this.counters = counters;
        this.lease = lease;
        this.admission = new Admission(capacity, vet, counters, lease, fence, attempts);
        this.news = new RegionNews(capacity);
    }

    /** Takes over what was written down before a restart, and returns what the driver must take over. */
    public List<KnownWork> recover(JournalContents contents) {
        contents.fences().forEach(fence::raise);
        for (Attempt written : contents.attempts()) {
            Attempt attempt = written.recovered();
            attempts.put(attempt);
            if (!attempt.hasEnded()) {
                capacity.restore(attempt.id(), attempt.work().placement());
            }
        }
        List<KnownWork> known = new ArrayList<>();
        for (Attempt attempt : attempts.all()) {
            boolean waits = attempt.state() instanceof Held
                    || (attempt.state() instanceof Starting
                            && !olderOf(attempt.key()).isEmpty());
            if (!waits) {
                Instant endedAt =
                        attempt.state() instanceof Ended ended ? ended.end().at() : null;
                known.add(new KnownWork(attempt.work(), attempt.state().runningSince(), endedAt));
                if (endedAt == null) {
                    withDriver.add(attempt.id());
                }
            }
        }
        return known;
    }

    /** What was being stopped before a restart must be told again to stop. */
    public void resume(Instant now, Effects effects) {
        for (Attempt attempt : List.copyOf(attempts.all())) {
            if (attempt.state() instanceof Stopping) {
                effects.act(new Action.Stop(attempt.id(), attempt.work().order().stopGrace()));
            } else if (attempt.state() instanceof Starting && !withDriver.contains(attempt.id())) {
                stopOlder(attempt.key(), now, effects);
            }
        }
    }

    public void apply(RegionInput input, Instant now, Effects effects) {
        switch (input) {
            case RegionInput.FromBroker broker -> {
                switch (broker.command()) {
                    case BrokerCommand.Reserve reserve -> reserve(reserve, now, effects);
                    case BrokerCommand.Launch launch -> launch(launch, now, effects);
                    case BrokerCommand.Stop stop -> stop(stop, now, effects);
                    case BrokerCommand.LeaveQueue leave -> leaveQueue(leave, now, effects);
                    case BrokerCommand.Forget forget -> forget(forget.attempt(), effects);
                    case BrokerCommand.ReportAll all -> effects.tell(news.report(all.report(), attempts.all(), now));
                }
            }
            case RegionInput.FromDriver driver -> {
                switch (driver.event()) {
                    case WorkEvent.Running running -> running(running, now, effects);
                    case WorkEvent.Ended ended -> ended(ended, now, effects);
                    case WorkEvent.Looked looked -> {
                        capacity.look(looked.inventory());
                        counters.nodesFailed(looked.failedNodes());
                    }
                }
            }
        }
    }

    /** Gives up holds whose time is over, stops what ran for too long, and what nobody confirms any more. */
    public void tick(Instant now, Effects effects) {
        boolean over = lease.isOver();
        if (over && !cutOff) {
            stopUnconfirmed(now, effects);
        }
        cutOff = over;
        for (Attempt attempt : attempts.due(now)) {
            if (attempt.state() instanceof Held) {
                finish(attempt, end(Reason.START_DEADLINE, "the hold ran out before the launch", now), now, effects);
            } else {
                beginStop(attempt, Reason.TIME_LIMIT, now, effects);
            }
        }
    }

    /** Nothing is admitted while it lasts, so that once is enough. */
    private void stopUnconfirmed(Instant now, Effects effects) {
        for (Attempt attempt : List.copyOf(attempts.all())) {
            if (!attempt.hasEnded() && !attempt.work().order().keepRunning()) {
                raiseFence(attempt.key().workload(), attempt.key().epoch() + 1, effects);
                beginStop(attempt, Reason.REGION_LOST, now, effects);
            }
        }
    }

    /** When {@link #tick} has something to do next. */
    public Optional<Instant> nextDue() {
        return attempts.nextDue();
    }

    public int runningAttempts() {
        return attempts.running();
    }

    /** Tells of the pools that changed since they were last told of. */
    public void publishPools(Instant now, Effects effects) {
        news.changedPools(now).forEach(effects::tell);
    }

    /** Tells of all pools, so that what did not change stays valid. */
    public void publishAllPools(Instant now, Effects effects) {
        news.allPools(now).forEach(effects::tell);
    }

    public boolean hasChangedPools() {
        return capacity.hasChanges();
    }

    private void reserve(BrokerCommand.Reserve reserve, Instant now, Effects effects) {
        AttemptId id = reserve.order().key().id();
        Attempt known = attempts.find(id);
        if (known != null) {
            if (!known.hasEnded()) {
                effects.tell(news.admitted(known));
            }
            if (!(known.state() instanceof Held)) {
                effects.tell(news.of(known, now));
            }
            return;
        }
        Attempt held = admit(reserve.order(), reserve.holdUntil(), effects);
        if (held != null) {
            write(held, false, effects);
            effects.tell(news.admitted(held));
        }
    }

    private @Nullable Attempt admit(LaunchOrder order, Instant until, Effects effects) {
        return switch (admission.decide(order)) {
            case AdmissionDecision.Admitted admitted ->
                new Attempt(new Work(order, admitted.placement()), new Held(until), 0);
            case AdmissionDecision.Refused refused -> {
                effects.tell(new RegionMessage.RefusedNews(order.key().id(), refused.refusal()));
                yield null;
            }
        };
    }

    private void launch(BrokerCommand.Launch launch, Instant now, Effects effects) {
        AttemptKey key = launch.order().key();
        Attempt attempt = attempts.find(key.id());
        if (attempt == null) {
            attempt = admit(launch.order(), launch.holdUntil(), effects);
            if (attempt == null) {
                return;
            }
        }
        if (!(attempt.state() instanceof Held held)) {
            effects.tell(news.of(attempt, now));
            return;
        }
        if (lease.isOver()) {
            finish(attempt, end(Reason.REGION_LOST, "the region's lease ran out before the launch", now), now, effects);
            return;
        }
        if (fence.refuses(key.workload(), key.epoch())) {
            finish(attempt, end(Reason.STALE_EPOCH, "a newer attempt was launched", now), now, effects);
            return;
        }
        raiseFence(key.workload(), key.epoch(), effects);
        Attempt starting = attempt.to(held.launch(now));
        write(starting, true, effects);
        effects.tell(news.of(starting, now));
        stopOlder(key, now, effects);
        startIfAlone(starting, effects);
    }

    private List<Attempt> olderOf(AttemptKey key) {
        return attempts.liveSiblings(key).stream()
                .filter(sibling -> sibling.key().epoch() < key.epoch())
                .toList();
    }

    private void stopOlder(AttemptKey key, Instant now, Effects effects) {
        for (Attempt older : olderOf(key)) {
            beginStop(older, Reason.STALE_EPOCH, now, effects);
        }
    }

    private void startIfAlone(Attempt starting, Effects effects) {
        if (olderOf(starting.key()).isEmpty() && withDriver.add(starting.id())) {
            counters.launched();
            effects.act(new Action.Start(starting.work()));
        }
    }

    private void stop(BrokerCommand.Stop stop, Instant now, Effects effects) {
        Attempt attempt = attempts.find(stop.attempt());
        WorkloadId workload =
                attempt == null ? stop.attempt().workload() : attempt.key().workload();
        raiseFence(workload, stop.epoch() + 1, effects);
        if (attempt == null) {
            AttemptKey key = new AttemptKey(stop.attempt(), workload, stop.epoch());
            Ended ended = new Ended(null, end(stop.reason(), "the region knows nothing of it", now));
            // No sequence is known for it; the time is above all that were ever used.
            effects.tell(new RegionMessage.AttemptNews(key, null, ended, now.toEpochMilli() * 1_000, 0, now));
        } else {
            beginStop(attempt, stop.reason(), now, effects);
        }
    }

    /** What waits with the driver goes on as it is until that says what became of it: it may have begun. */
    private void leaveQueue(BrokerCommand.LeaveQueue leave, Instant now, Effects effects) {
        Attempt attempt = attempts.find(leave.attempt());
        if (attempt == null || attempt.state() instanceof Held) {
            stop(new BrokerCommand.Stop(leave.attempt(), leave.epoch(), Reason.LEFT_QUEUE), now, effects);
        } else if (attempt.state() instanceof Starting && withDriver.contains(attempt.id())) {
            effects.act(new Action.LeaveQueue(attempt.id()));
        } else {
            effects.tell(news.of(attempt, now));
        }
    }

    private void beginStop(Attempt attempt, Reason reason, Instant now, Effects effects) {
        switch (attempt.state()) {
            case Held held -> finish(attempt, end(reason, "", now), now, effects);
            case Starting starting -> {
                if (withDriver.contains(attempt.id())) {
                    stopWithDriver(attempt.to(starting.stop(reason)), now, effects);
                } else {
                    finish(attempt, end(reason, "", now), now, effects);
                }
            }
            case Running running -> stopWithDriver(attempt.to(running.stop(reason)), now, effects);
            case Stopping stopping -> effects.tell(news.of(attempt, now));
            case Ended ended -> effects.tell(news.of(attempt, now));
        }
    }

    private void stopWithDriver(Attempt stopping, Instant now, Effects effects) {
        write(stopping, false, effects);
        effects.act(new Action.Stop(stopping.id(), graceOf(stopping)));
        effects.tell(news.of(stopping, now));
    }

    /** What must be gone when the broker may start another has no more time than the lease leaves. */
    private Duration graceOf(Attempt stopping) {
        Duration own = stopping.work().order().stopGrace();
        Duration most = lease.isOver() ? lease.stopGrace().orElse(own) : own;
        return own.compareTo(most) < 0 ? own : most;
    }

    private void forget(AttemptId id, Effects effects) {
        Attempt attempt = attempts.find(id);
        // A live attempt is not forgotten: the broker is told of it again with the next report.
        if (attempt != null && attempt.hasEnded()) {
            raiseFence(attempt.key().workload(), attempt.key().epoch() + 1, effects);
            attempts.remove(attempt);
            effects.write(new JournalRecord.Erase(id), false);
            effects.act(new Action.Forget(id));
        }
    }

    private void running(WorkEvent.Running event, Instant now, Effects effects) {
        Attempt attempt = attempts.find(event.id());
        if (attempt != null && attempt.state() instanceof Starting starting) {
            Attempt running = attempt.to(starting.run(event.at()));
            counters.started(Duration.between(starting.since(), event.at()));
            write(running, false, effects);
            effects.tell(news.of(running, now));
        }
    }

    private void ended(WorkEvent.Ended event, Instant now, Effects effects) {
        withDriver.remove(event.id());
        Attempt attempt = attempts.find(event.id());
        if (attempt == null || attempt.hasEnded()) {
            return;
        }
        if (event.end().reason() == Reason.LAUNCH_FAILED) {
            counters.launchFailed();
        }
        finish(attempt, event.end(), now, effects);
    }

    private void finish(Attempt attempt, WorkEnd end, Instant now, Effects effects) {
        capacity.release(attempt.id());
        Attempt ended = attempt.to(attempt.state().end(end));
        write(ended, true, effects);
        effects.tell(news.of(ended, now));
        for (Attempt sibling : attempts.liveSiblings(attempt.key())) {
            if (sibling.state() instanceof Starting) {
                startIfAlone(sibling, effects);
            }
        }
    }

    private void raiseFence(WorkloadId workload, long lowest, Effects effects) {
        if (fence.raise(workload, lowest)) {
            effects.write(new JournalRecord.Fence(workload, lowest), false);
        }
    }

    private void write(Attempt attempt, boolean force, Effects effects) {
        attempts.put(attempt);
        effects.write(new JournalRecord.Put(attempt), force);
    }

    private static WorkEnd end(Reason reason, String message, Instant now) {
        return new WorkEnd(reason, null, message, now);
    }
}
