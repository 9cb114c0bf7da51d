package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.workload.RetryRule.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a workload's life. Each takes what is and what happened, and gives what is then and what must be told.
 *
 * <p>At most one attempt of a workload lives: a next one begins only from {@link WorkloadState.Queued}, which a workload enters
 * only once its attempt has ended. What a region says of any other attempt changes nothing here, and is answered so that the
 * region ends or forgets it.
 */
public final class Lifecycle {
    /** A region that refuses again and again is asked less and less often. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private Lifecycle() {}

    /** A place was decided. */
    public static Step place(Workload workload, Assignment assignment, Instant now) {
        if (!(workload.state() instanceof WorkloadState.Queued queued)) {
            throw new IllegalStateException(
                    "only what is queued is placed: " + workload.id() + " is " + workload.state());
        }
        var id = new AttemptId(workload.id(), workload.attempts() + 1L);
        var attempt = Attempt.reserve(id, assignment, now);
        var why = Why.byBroker(Reason.RESERVED, "asked " + assignment.pool() + " for it", now);
        var placing = workload.in(queued.place(why), attempt);
        return Step.to(placing, new Command.Reserve(placing, attempt));
    }

    /**
     * It keeps waiting, for another reason than before. With the same reason nothing changes, though the numbers in the message may:
     * with thousands that wait, every report of capacity would else be thousands of writes. An explanation has the numbers of the moment.
     */
    public static Step keepWaiting(Workload workload, Reason reason, String message) {
        var why = workload.state().why();
        if (!(workload.state() instanceof WorkloadState.Queued) || why.reason() == reason) {
            return Step.unchanged(workload);
        }
        var next = new WorkloadState.Queued(new Why(reason, message, "broker", why.since()));
        return Step.to(workload.in(next, workload.attempt()));
    }

    /** The region holds the capacity. */
    public static Step admitted(Workload workload, AttemptId id, Instant now) {
        if (!workload.isUnderwayAs(id)) {
            return Step.unchanged(workload);
        }
        var attempt = live(workload);
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved -> {
                var starting = attempt.in(reserved.admitted(), now);
                var why = Why.byRegion(attempt.assignment(), Reason.ADMITTED, "admitted, starting", now);
                var next = workload.in(underway(workload).start(why), starting);
                yield Step.to(next, new Command.Launch(next, starting));
            }
            // The answer came twice, or the launch was lost: a launch is idempotent.
            case AttemptState.Starting starting -> Step.unchanged(workload, new Command.Launch(workload, attempt));
            case AttemptState.Running running -> Step.unchanged(workload);
            case AttemptState.Stopping stopping -> Step.unchanged(workload, stop(attempt, stopping.reason()));
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    /** The region does not hold the capacity, and has changed nothing. */
    public static Step refused(Workload workload, AttemptId id, Reason reason, String message, Instant now) {
        if (!workload.isUnderwayAs(id)) {
            return Step.unchanged(workload);
        }
        var text = message.isEmpty() ? reason.meaning() : message;
        return end(workload, new RegionEnd(Reason.REFUSED_BY_REGION, null, text, now), End.Outcome.REFUSED, now);
    }

    /** The region says where the attempt is. */
    public static Step reported(Workload workload, Report report, Instant now) {
        if (!workload.isUnderwayAs(report.attempt())) {
            return notOurs(workload, report);
        }
        var held = live(workload);
        if (report.sequence() < held.reportSequence()) {
            return Step.unchanged(workload);
        }
        var end = report.end();
        if (end != null) {
            return end(workload.with(held.withReport(report.sequence(), report.startedAt())), end, null, now);
        }
        var attempt = held.withReport(report.sequence(), report.startedAt());
        if (held.state() instanceof AttemptState.Stopping stopping) {
            return confirm(workload, attempt, now, stop(attempt, stopping.reason()));
        }
        return switch (report.phase()) {
            case HELD -> heldThere(workload, attempt, now);
            case STARTING -> startingThere(workload, attempt, now);
            case RUNNING -> runningThere(workload, attempt, report.startedAt(), now);
            case STOPPING, ENDED -> confirm(workload, attempt, now);
        };
    }

    /** A full report came and does not name the attempt: the region knows nothing of it. */
    public static Step unknownToRegion(Workload workload, Instant now) {
        var attempt = workload.attempt();
        if (attempt == null) {
            return Step.unchanged(workload);
        }
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                confirm(workload, attempt, now, new Command.Reserve(workload, attempt));
            case AttemptState.Starting starting ->
                confirm(workload, attempt, now, new Command.Launch(workload, attempt));
            case AttemptState.Running running ->
                end(
                        workload,
                        new RegionEnd(Reason.VANISHED, null, "the region knows nothing of it any more", now),
                        null,
                        now);
            case AttemptState.Stopping stopping ->
                end(workload, new RegionEnd(stopping.reason(), null, "it was not running there", now), null, now);
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    /** Its region fell silent: what was known stays, and is marked as not confirmed. */
    public static Step silent(Workload workload) {
        var attempt = workload.attempt();
        return attempt == null || !attempt.isLive() || attempt.unconfirmed()
                ? Step.unchanged(workload)
                : Step.to(workload.with(attempt.silent()));
    }

    /** Its user wants it gone. */
    public static Step cancel(Workload workload, Instant now) {
        var why = Why.byUser(Reason.CANCELLED_BY_USER, "cancelled", now);
        return switch (workload.state()) {
            case WorkloadState.Queued queued ->
                Step.to(workload.asCancelling().in(queued.cancel(why), workload.attempt()));
            case WorkloadState.Underway underway -> {
                var attempt = live(workload);
                var stop = stop(attempt, Reason.CANCELLED_BY_USER);
                if (workload.cancelling()) {
                    yield Step.unchanged(workload, stop);
                }
                yield Step.to(
                        workload.asCancelling().with(attempt.stopped(Reason.CANCELLED_BY_USER, "cancelled")), stop);
            }
            case WorkloadState.Over over -> Step.unchanged(workload);
        };
    }

    /** It should have begun by now. What waits fails; what a region is about to start is stopped there first. */
    public static Step startTooLate(Workload workload, Instant now) {
        var why = workload.state().why();
        return switch (workload.state()) {
            case WorkloadState.Queued queued -> {
                var message = "it had to begin by " + workload.startDeadline() + " (gang.startWithin) and waited for "
                        + why.reason() + ": " + why.message();
                yield Step.to(workload.in(
                        queued.expire(Why.byBroker(Reason.START_DEADLINE, message, now)), workload.attempt()));
            }
            case WorkloadState.Running running -> Step.unchanged(workload);
            case WorkloadState.Underway underway -> {
                var attempt = live(workload);
                var message = "it had to begin by " + workload.startDeadline() + " (gang.startWithin)";
                yield Step.to(
                        workload.with(attempt.stopped(Reason.START_DEADLINE, message)),
                        stop(attempt, Reason.START_DEADLINE));
            }
            case WorkloadState.Over over -> Step.unchanged(workload);
        };
    }

    /** Its attempt has to make room. It waits again afterwards: that is no failure of its own, and spends no retry. */
    public static Step preempt(Workload workload, AttemptId id, String message) {
        if (!workload.isUnderwayAs(id) || live(workload).state() instanceof AttemptState.Stopping) {
            return Step.unchanged(workload);
        }
        var attempt = live(workload);
        return Step.to(workload.with(attempt.stopped(Reason.PREEMPTED, message)), stop(attempt, Reason.PREEMPTED));
    }

    private static boolean beganTooLate(Workload workload, RegionEnd said, Instant now) {
        var deadline = workload.startDeadline();
        return said.reason() == Reason.START_DEADLINE && deadline != null && !now.isBefore(deadline);
    }

    private static Step heldThere(Workload workload, Attempt attempt, Instant now) {
        var step = admitted(workload.with(attempt), attempt.id(), now);
        return step.changed() ? step : confirm(workload, attempt, now, new Command.Launch(workload, attempt));
    }

    private static Step startingThere(Workload workload, Attempt attempt, Instant now) {
        if (!(attempt.state() instanceof AttemptState.Reserved reserved)) {
            return confirm(workload, attempt, now);
        }
        var why = Why.byRegion(attempt.assignment(), Reason.ADMITTED, "starting", now);
        return Step.to(workload.in(underway(workload).start(why), attempt.in(reserved.admitted(), now)));
    }

    private static Step runningThere(Workload workload, Attempt attempt, @Nullable Instant startedAt, Instant now) {
        var since = startedAt == null ? now : startedAt;
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                run(workload, attempt.in(reserved.admitted().started(since), now), now);
            case AttemptState.Starting starting -> run(workload, attempt.in(starting.started(since), now), now);
            case AttemptState.Running running -> confirm(workload, attempt, now);
            case AttemptState.Stopping stopping -> confirm(workload, attempt, now);
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    private static Step run(Workload workload, Attempt running, Instant now) {
        var why = Why.byRegion(running.assignment(), Reason.STARTED, "running", now);
        return Step.to(workload.in(underway(workload).run(why), running));
    }

    /** The state is as it was, and the region has just said so. */
    private static Step confirm(Workload workload, Attempt attempt, Instant now, Command... commands) {
        return Step.to(workload.with(attempt.in(attempt.state(), now)), commands);
    }

    private static Step notOurs(Workload workload, Report report) {
        return Step.unchanged(
                workload,
                report.phase() == Report.Phase.ENDED
                        ? new Command.Forget(report.region(), report.attempt())
                        : new Command.Stop(report.region(), report.attempt(), Reason.STALE_EPOCH));
    }

    private static Step end(Workload workload, RegionEnd said, End.@Nullable Outcome as, Instant now) {
        var attempt = live(workload);
        var outcome = as == null ? End.outcomeOf(said.reason()) : as;
        if (workload.cancelling() && outcome != End.Outcome.SUCCEEDED) {
            outcome = End.Outcome.CANCELLED;
        }
        // Why the federation stopped it says more than that the region did as it was told.
        boolean madeRoom = outcome == End.Outcome.PREEMPTED && attempt.state() instanceof AttemptState.Stopping;
        var message = madeRoom ? ((AttemptState.Stopping) attempt.state()).message() : said.message();
        var end = new End(outcome, said.reason(), message, said.exitCode(), said.at());
        var ended = attempt.in(attempt.state().ended(end), now);
        if (outcome == End.Outcome.REFUSED) {
            return Step.to(requeueRefused(workload, ended, end, now));
        }
        var forget = new Command.Forget(attempt.assignment().pool().region(), attempt.id());
        // Of what was lost with its region is only known that it ran until it was last heard of.
        var heardOf = attempt.confirmedAt();
        var until = outcome == End.Outcome.LOST && heardOf != null ? heardOf : said.at();
        double saved = Progress.saved(workload, attempt, until);
        if (madeRoom) {
            return Step.to(requeuePreempted(workload, ended, end, saved, now), forget);
        }
        var next = causeOf(outcome)
                .filter(cause -> mayRetry(workload, cause, saved) && !beganTooLate(workload, said, now))
                .map(cause -> requeue(workload, ended, end, saved, now))
                .orElseGet(() ->
                        workload.in(underway(workload).end(end.outcome(), whyEnded(workload, end, now)), ended));
        return Step.to(next, forget);
    }

    private static Why whyEnded(Workload workload, End end, Instant now) {
        var spent = causeOf(end.outcome())
                .filter(workload.spec().retry().on()::contains)
                .isPresent();
        var message = spent && workload.retries() > 0
                ? end.message() + " (all " + workload.retries() + " retries are spent)"
                : end.message();
        return Why.byRegion(live(workload).assignment(), end.reason(), message, now);
    }

    private static boolean mayRetry(Workload workload, Cause cause, double saved) {
        var rule = workload.spec().retry();
        return !workload.cancelling()
                && rule.on().contains(cause)
                && (workload.retries() < rule.limit() || wasReclaimed(workload, cause, saved));
    }

    /** Capacity that was let until it was wanted back was, and the work got further on it: that is no failure to count. */
    private static boolean wasReclaimed(Workload workload, Cause cause, double saved) {
        return cause == Cause.PREEMPTED && saved > workload.saved();
    }

    /** Empty where nothing is saved. */
    private static String inWords(double saved) {
        return saved == 0 ? "" : String.format(Locale.ROOT, " (%.1f %% of the work is saved)", saved * 100);
    }

    private static Workload requeue(Workload workload, Attempt ended, End end, double saved, Instant now) {
        var where = ended.assignment().pool().region().value();
        var avoided = new HashSet<>(workload.avoided());
        if (workload.spec().retry().avoidSameRegion()) {
            avoided.add(where);
        }
        var message = "attempt " + ended.id().epoch() + " in " + where + " ended: " + end.message() + inWords(saved);
        boolean reclaimed = causeOf(end.outcome())
                .filter(cause -> wasReclaimed(workload, cause, saved))
                .isPresent();
        return workload.in(
                        underway(workload).requeue(Why.byRegion(ended.assignment(), end.reason(), message, now)), ended)
                .waiting(workload.retries() + (reclaimed ? 0 : 1), 0, null, avoided)
                .saving(saved);
    }

    /** It made room for other work of the federation: no retry is spent, and no region is to blame. */
    private static Workload requeuePreempted(Workload workload, Attempt ended, End end, double saved, Instant now) {
        var message = "attempt " + ended.id().epoch() + " in "
                + ended.assignment().pool().region() + " ended: " + end.message() + inWords(saved);
        return workload.in(underway(workload).requeue(Why.byBroker(Reason.PREEMPTED, message, now)), ended)
                .saving(saved);
    }

    private static Workload requeueRefused(Workload workload, Attempt ended, End end, Instant now) {
        int refusals = workload.refusals() + 1;
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(refusals - 1, 10));
        var after = refusals == 1 ? null : now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        var message = ended.assignment().pool() + " refused: " + end.message();
        return workload.in(
                        underway(workload).requeue(Why.byRegion(ended.assignment(), end.reason(), message, now)), ended)
                .waiting(workload.retries(), refusals, after, Set.copyOf(workload.avoided()));
    }

    private static Optional<Cause> causeOf(End.Outcome outcome) {
        return switch (outcome) {
            case LOST -> Optional.of(Cause.LOST);
            case PREEMPTED -> Optional.of(Cause.PREEMPTED);
            case NODE_FAILED -> Optional.of(Cause.NODE_FAILED);
            case LAUNCH_FAILED -> Optional.of(Cause.LAUNCH_FAILED);
            case FAILED -> Optional.of(Cause.FAILED);
            case SUCCEEDED, CANCELLED, REFUSED -> Optional.empty();
        };
    }

    private static Command stop(Attempt attempt, Reason reason) {
        return new Command.Stop(attempt.assignment().pool().region(), attempt.id(), reason);
    }

    private static WorkloadState.Underway underway(Workload workload) {
        if (workload.state() instanceof WorkloadState.Underway underway) {
            return underway;
        }
        throw new IllegalStateException(workload.id() + " is not underway: " + workload.state());
    }

    private static Attempt live(Workload workload) {
        var attempt = workload.attempt();
        if (attempt == null || !attempt.isLive()) {
            throw new IllegalStateException(workload.id() + " has no live attempt");
        }
        return attempt;
    }
}
