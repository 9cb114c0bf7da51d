package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.RetryRule.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows when an attempt has ended: for the other parts of its try, and once none of them lives, for the workload. A try that has
 * several parts is as good as the one that ended badly first.
 */
final class Endings {
    /** A region that refuses again and again is asked less and less often. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Set<Reason> BY_THE_FEDERATION = EnumSet.of(
            Reason.PREEMPTED, Reason.QUOTA_RECLAIMED, Reason.LEFT_QUEUE, Reason.GANG_BROKEN, Reason.GANG_DONE);

    private Endings() {}

    /** How a live attempt ended; {@code as} where that does not follow from what the region said. */
    static Step end(Workload workload, Attempt attempt, RegionEnd said, End.@Nullable Outcome as, Instant now) {
        var outcome = as == null ? outcomeOf(attempt, said.reason()) : as;
        if (workload.cancelling() && outcome != End.Outcome.SUCCEEDED) {
            outcome = End.Outcome.CANCELLED;
        }
        boolean asTold = attempt.state() instanceof AttemptState.Stopping stopping
                && stopping.reason() == said.reason()
                && BY_THE_FEDERATION.contains(said.reason());
        // Why the federation stopped it says more than that the region did as it was told.
        var message = asTold ? ((AttemptState.Stopping) attempt.state()).message() : said.message();
        var end = new End(outcome, said.reason(), message, said.exitCode(), said.at());
        var ended = attempt.in(attempt.state().ended(end), now);
        var parts = workload.replaced(ended);
        var commands = as == End.Outcome.REFUSED
                ? new Command[0]
                : new Command[] {new Command.Forget(attempt.assignment().pool().region(), attempt.id())};
        if (parts.stream().anyMatch(Attempt::isLive)) {
            return othersOf(workload.in(workload.state(), parts), ended, end, commands);
        }
        boolean madeRoom = asTold && outcome == End.Outcome.PREEMPTED;
        // Of what was lost with its region is only known that it ran until it was last heard of.
        var heardOf = attempt.confirmedAt();
        var until = outcome == End.Outcome.LOST && heardOf != null ? heardOf : said.at();
        double saved = SavedWork.saved(workload, parts.getFirst(), until);
        return Step.to(conclude(workload, parts, madeRoom, saved, now), commands);
    }

    /** What waited at its region for the other parts until the hold ran out is not to blame, and neither is its region. */
    private static End.Outcome outcomeOf(Attempt attempt, Reason reason) {
        return reason == Reason.START_DEADLINE && attempt.state() instanceof AttemptState.Held
                ? End.Outcome.REFUSED
                : End.outcomeOf(reason);
    }

    /** Its other parts go on if it has done its work; what only served it need not. */
    private static Step othersOf(Workload left, Attempt ended, End end, Command... commands) {
        boolean broken = isToBlame(end.outcome());
        boolean served = left.liveParts().stream()
                .allMatch(part ->
                        left.spec().groups().get(part.assignment().group()).auxiliary());
        if (!broken && !served) {
            return Step.to(left, commands);
        }
        var stopped = broken
                ? Lifecycle.stopAll(left, Reason.GANG_BROKEN, named(ended) + " ended: " + end.message())
                : Lifecycle.stopAll(left, Reason.GANG_DONE, "the parts that it served have done their work");
        return stopped.then(commands);
    }

    /** None of its parts lives any more. */
    private static Workload conclude(
            Workload workload, List<Attempt> parts, boolean madeRoom, double saved, Instant now) {
        var first = parts.stream()
                .filter(part -> isToBlame(endOf(part).outcome()))
                .min(Comparator.comparing((Attempt part) -> endOf(part).at())
                        .thenComparingInt(part -> part.id().part()))
                .orElse(parts.getFirst());
        var end = endOf(first);
        if (end.outcome() == End.Outcome.REFUSED) {
            return requeueRefused(workload, parts, first, now);
        }
        if (madeRoom && end.outcome() == End.Outcome.PREEMPTED) {
            // For other work of the federation: no retry is spent, and no region is to blame.
            var message = named(first) + " ended: " + end.message() + inWords(saved);
            return workload.in(Lifecycle.underway(workload).requeue(Why.byBroker(end.reason(), message, now)), parts)
                    .saving(saved);
        }
        return causeOf(end.outcome())
                .filter(cause -> mayRetry(workload, cause, saved) && !beganTooLate(workload, end, now))
                .map(cause -> requeue(workload, parts, first, saved, now))
                .orElseGet(() -> over(workload, parts, first, now));
    }

    private static Workload over(Workload workload, List<Attempt> parts, Attempt first, Instant now) {
        var end = endOf(first);
        // What was released with the rest of its gang, which has done its work, has done its own.
        boolean done = !isToBlame(end.outcome());
        boolean spent = workload.retries() > 0
                && causeOf(end.outcome())
                        .filter(workload.spec().retry().on()::contains)
                        .isPresent();
        var message = end.message() + (spent ? " (all " + workload.retries() + " retries are spent)" : "");
        var why = Why.byRegion(first.assignment(), done ? Reason.EXIT_ZERO : end.reason(), message, now);
        var outcome = done ? End.Outcome.SUCCEEDED : end.outcome();
        return workload.in(Lifecycle.underway(workload).end(outcome, why), parts);
    }

    private static boolean isToBlame(End.Outcome outcome) {
        return outcome != End.Outcome.SUCCEEDED && outcome != End.Outcome.RELEASED;
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

    private static boolean beganTooLate(Workload workload, End end, Instant now) {
        var deadline = workload.startDeadline();
        return end.reason() == Reason.START_DEADLINE && deadline != null && !now.isBefore(deadline);
    }

    private static Workload requeue(Workload workload, List<Attempt> parts, Attempt first, double saved, Instant now) {
        var avoided = new HashSet<>(workload.avoided());
        var end = endOf(first);
        boolean mayReturn =
                end.reason() == Reason.REGION_LOST && workload.spec().disconnect() == DisconnectPolicy.PREFER_ORIGINAL;
        if (workload.spec().retry().avoidSameRegion() && !mayReturn) {
            avoided.add(first.assignment().pool().region().value());
        }
        var why = Why.byRegion(
                first.assignment(), end.reason(), named(first) + " ended: " + end.message() + inWords(saved), now);
        boolean reclaimed = causeOf(end.outcome())
                .filter(cause -> wasReclaimed(workload, cause, saved))
                .isPresent();
        return workload.in(Lifecycle.underway(workload).requeue(why), parts)
                .waiting(workload.retries() + (reclaimed ? 0 : 1), 0, null, avoided)
                .saving(saved);
    }

    private static Workload requeueRefused(Workload workload, List<Attempt> parts, Attempt first, Instant now) {
        int refusals = workload.refusals() + 1;
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(refusals - 1, 10));
        var after = refusals == 1 ? null : now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        var end = endOf(first);
        var message = first.assignment().pool() + " refused: " + end.message();
        return workload.in(
                        Lifecycle.underway(workload)
                                .requeue(Why.byRegion(first.assignment(), end.reason(), message, now)),
                        parts)
                .waiting(workload.retries(), refusals, after, workload.avoided());
    }

    private static String named(Attempt ended) {
        var id = ended.id();
        return "attempt " + id.epoch() + (id.part() == 0 ? "" : " (part " + id.part() + ")") + " in "
                + ended.assignment().pool().region();
    }

    private static End endOf(Attempt part) {
        if (part.state() instanceof AttemptState.Ended ended) {
            return ended.end();
        }
        throw new IllegalStateException(part.id() + " has not ended: " + part.state());
    }

    private static Optional<Cause> causeOf(End.Outcome outcome) {
        return switch (outcome) {
            case LOST -> Optional.of(Cause.LOST);
            case PREEMPTED -> Optional.of(Cause.PREEMPTED);
            case NODE_FAILED -> Optional.of(Cause.NODE_FAILED);
            case LAUNCH_FAILED -> Optional.of(Cause.LAUNCH_FAILED);
            case FAILED -> Optional.of(Cause.FAILED);
            case SUCCEEDED, CANCELLED, REFUSED, RELEASED -> Optional.empty();
        };
    }
}
