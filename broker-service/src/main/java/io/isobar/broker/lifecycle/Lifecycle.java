package io.isobar.broker.lifecycle;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.workload.DisconnectPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a workload's life. Each takes what is and what happened, and gives what is then and what must be told.
 *
 * <p>At most one try of a workload lives: a next one begins only from {@link WorkloadState.Queued}, which a workload enters only once
 * all parts of its try have ended. What a region says of any other attempt changes nothing here, and is answered so that the region
 * ends or forgets it.
 */
public final class Lifecycle {
    private Lifecycle() {}

    /** A place was decided for each part of a try; 1 to {@link AttemptId#MOST_PARTS} of them. */
    public static Step place(Workload workload, List<Assignment> assignments, Instant now) {
        if (!(workload.state() instanceof WorkloadState.Queued queued)) {
            throw new IllegalStateException(
                    "only what is queued is placed: " + workload.id() + " is " + workload.state());
        }
        var parts = new ArrayList<Attempt>();
        for (var assignment : assignments) {
            int part = assignments.size() == 1 ? 0 : parts.size() + 1;
            parts.add(Attempt.reserve(new AttemptId(workload.id(), workload.tries() + 1L, part), assignment, now));
        }
        var why = Why.byBroker(Reason.RESERVED, "asked " + pools(parts) + " for it", now);
        var placing = workload.in(queued.place(why), parts);
        return Step.to(placing, parts.stream().map(part -> new Command.Reserve(placing, part)));
    }

    private static String pools(List<Attempt> parts) {
        var first = parts.getFirst().assignment().pool();
        int others = parts.size() - 1;
        return first
                + (others == 0 ? "" : " and, for its other parts, " + others + (others == 1 ? " more" : " others"));
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
        return Step.to(workload.in(new WorkloadState.Queued(new Why(reason, message, "broker", why.since()))));
    }

    /** The region holds the capacity. When all parts are held, all are launched. */
    public static Step admitted(Workload workload, AttemptId id, Instant now) {
        var live = workload.live(id);
        if (live.isEmpty()) {
            return Step.unchanged(workload);
        }
        var attempt = live.get();
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                launch(workload.with(attempt.in(reserved.held(), now)), attempt, now);
            case AttemptState.Held held -> Step.unchanged(workload);
            // The answer came twice, or the launch was lost: a launch is idempotent.
            case AttemptState.Starting starting -> Step.unchanged(workload, new Command.Launch(workload, attempt));
            case AttemptState.Running running -> Step.unchanged(workload);
            case AttemptState.Stopping stopping -> Step.unchanged(workload, stop(attempt, stopping.reason()));
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    /** Launches all parts that are held, if no part is left that is not. */
    private static Step launch(Workload workload, Attempt last, Instant now) {
        if (!workload.parts().stream().allMatch(part -> isHeld(part.state()))) {
            return Step.to(workload);
        }
        var why = Why.byRegion(last.assignment(), Reason.ADMITTED, "admitted, starting", now);
        var starting = workload.withLive(part -> part.state() instanceof AttemptState.Held held
                        ? part.in(held.launched(), part.confirmedAt())
                        : part)
                .in(underway(workload).start(why));
        return Step.to(
                starting,
                starting.parts().stream()
                        .filter(part -> part.state() instanceof AttemptState.Starting)
                        .map(part -> new Command.Launch(starting, part)));
    }

    /** Whether its region has the capacity for it, or had. */
    private static boolean isHeld(AttemptState state) {
        return switch (state) {
            case AttemptState.Held held -> true;
            case AttemptState.Starting starting -> true;
            case AttemptState.Running running -> true;
            case AttemptState.Reserved reserved -> false;
            case AttemptState.Stopping stopping -> false;
            case AttemptState.Ended ended -> false;
        };
    }

    /** The region does not hold the capacity, and has changed nothing. */
    public static Step refused(Workload workload, AttemptId id, Reason reason, String message, Instant now) {
        var text = message.isEmpty() ? reason.meaning() : message;
        return workload.live(id)
                .map(attempt -> Endings.end(
                        workload,
                        attempt,
                        new RegionEnd(Reason.REFUSED_BY_REGION, null, text, now),
                        End.Outcome.REFUSED,
                        now))
                .orElseGet(() -> Step.unchanged(workload));
    }

    /** The region says where the attempt is. */
    public static Step reported(Workload workload, Report told, Instant now) {
        var live = workload.live(told.attempt());
        if (live.isEmpty()) {
            return notOurs(workload, told);
        }
        var held = live.get();
        var report = told.within(held.reservedAt(), now);
        if (report.sequence() < held.reportSequence()) {
            return Step.unchanged(workload);
        }
        var end = report.end();
        var attempt = held.withReport(report.sequence(), report.startedAt());
        if (end != null) {
            return Endings.end(workload, withLast(workload, attempt, end), end, null, now);
        }
        if (held.state() instanceof AttemptState.Stopping stopping) {
            // One that is stopping was told; it says so again whenever it is told again, and neither would ever be
            // silent.
            if (report.phase() == Report.Phase.RUNNING && stopping.unlessBegun()) {
                return runningThere(workload, attempt, report.startedAt(), now);
            }
            return report.phase() == Report.Phase.STOPPING
                    ? confirm(workload, attempt, now)
                    : confirm(workload, attempt, now, stop(attempt, stopping.reason()));
        }
        return switch (report.phase()) {
            case HELD -> heldThere(workload, attempt, now);
            case STARTING -> startingThere(workload, attempt, now);
            case RUNNING -> runningThere(workload, attempt, report.startedAt(), now);
            case STOPPING, ENDED -> confirm(workload, attempt, now);
        };
    }

    /**
     * The work of an attempt says how far it has come.
     *
     * @param total null: it does not say how much there is in all
     * @param at when it had come so far; a time when it cannot have run counts as the nearest when it can
     * @return the workload with that, in the same state and version; empty: nothing is news
     */
    public static Optional<Workload> progressed(
            Workload workload, AttemptId id, long steps, @Nullable Long total, Instant at, Instant now) {
        return workload.live(id).flatMap(attempt -> {
            var next = after(attempt, new Report.Said(steps, total, at), now);
            return next.equals(attempt.progress()) ? Optional.empty() : Optional.of(workload.at(attempt.at(next)));
        });
    }

    private static Progress after(Attempt attempt, Report.Said said, Instant until) {
        var from = attempt.startedAt() == null ? attempt.reservedAt() : attempt.startedAt();
        var notLater = said.at().isAfter(until) ? until : said.at();
        var then = notLater.isBefore(from) ? from : notLater;
        var before = attempt.progress();
        return before == null
                ? Progress.first(said.steps(), said.total(), then)
                : before.then(said.steps(), said.total(), then);
    }

    /** What its work said last goes with its end: nobody looks any more. */
    private static Attempt withLast(Workload workload, Attempt attempt, RegionEnd end) {
        var last = end.last();
        var progress = last == null ? attempt.progress() : after(attempt, last, end.at());
        if (progress == null) {
            return attempt;
        }
        // What is tried for the first time, and has no checkpoint, did all of it since it began.
        boolean beganWithNothing = workload.tries() == 1 && workload.spec().checkpoint() == null;
        var began = attempt.startedAt();
        return attempt.at(beganWithNothing && began != null ? progress.whole(began) : progress);
    }

    /**
     * The region says that an attempt waits in its own queue.
     *
     * @return the workload with that, in the same state and version; empty: nothing is news, or it has begun
     */
    public static Optional<Workload> waits(Workload workload, AttemptId id, Waiting waiting) {
        return workload.live(id)
                .filter(attempt ->
                        attempt.state() instanceof AttemptState.Starting && !waiting.equals(attempt.waiting()))
                .map(attempt -> workload.at(attempt.waits(waiting)));
    }

    /** A full report came and does not name the attempt: the region knows nothing of it. */
    public static Step unknownToRegion(Workload workload, AttemptId id, Instant now) {
        var live = workload.live(id);
        if (live.isEmpty()) {
            return Step.unchanged(workload);
        }
        var attempt = live.get();
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                confirm(workload, attempt, now, new Command.Reserve(workload, attempt));
            case AttemptState.Held held -> {
                var again = attempt.in(held.lost(), now);
                var next = workload.with(again);
                yield Step.to(next, new Command.Reserve(next, again));
            }
            case AttemptState.Starting starting ->
                confirm(workload, attempt, now, new Command.Launch(workload, attempt));
            case AttemptState.Running running ->
                ended(workload, attempt, Reason.VANISHED, "the region knows nothing of it any more", now);
            case AttemptState.Stopping stopping ->
                ended(workload, attempt, stopping.reason(), "it was not running there", now);
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    private static Step ended(Workload workload, Attempt attempt, Reason reason, String message, Instant now) {
        return Endings.end(workload, attempt, new RegionEnd(reason, null, message, now), null, now);
    }

    /** A region of it fell silent: what was known of its parts there stays, and is marked as not confirmed. */
    public static Step silent(Workload workload, RegionName region) {
        return silent(workload, part -> part.assignment().pool().region().equals(region));
    }

    /** No region of it is heard of. */
    public static Step silent(Workload workload) {
        return silent(workload, part -> true);
    }

    private static Step silent(Workload workload, Predicate<Attempt> where) {
        var news = where.and(part -> !part.unconfirmed());
        return workload.liveParts().stream().anyMatch(news)
                ? Step.to(workload.withLive(part -> news.test(part) ? part.silent() : part))
                : Step.unchanged(workload);
    }

    /**
     * Its region was silent until nothing that it was told before can run there any more: the attempt is given up. What was to keep running
     * through that is not.
     */
    public static Step lost(Workload workload, AttemptId id, Instant now) {
        var live = workload.live(id);
        if (live.isEmpty() || workload.spec().disconnect() == DisconnectPolicy.KEEP_RUNNING) {
            return Step.unchanged(workload);
        }
        var attempt = live.get();
        var region = attempt.assignment().pool().region();
        return ended(
                workload,
                attempt,
                Reason.REGION_LOST,
                "region " + region + " is silent"
                        + (attempt.confirmedAt() == null ? "" : ", last heard of this at " + attempt.confirmedAt())
                        + "; it was to stop by now",
                now);
    }

    /** Its user wants it gone. */
    public static Step cancel(Workload workload, Instant now) {
        return switch (workload.state()) {
            case WorkloadState.Queued queued ->
                Step.to(workload.asCancelling()
                        .in(queued.cancel(Why.byUser(Reason.CANCELLED_BY_USER, "cancelled", now))));
            case WorkloadState.Underway underway -> {
                var stops = workload.liveParts().stream().map(part -> stop(part, Reason.CANCELLED_BY_USER));
                yield workload.cancelling()
                        ? new Step(workload, false, stops.toList())
                        : Step.to(
                                workload.asCancelling()
                                        .withLive(part -> part.stopped(Reason.CANCELLED_BY_USER, "cancelled")),
                                stops);
            }
            case WorkloadState.Over over -> Step.unchanged(workload);
        };
    }

    /** It should have begun by now. What waits fails; what a region is about to start is stopped there first. */
    public static Step startTooLate(Workload workload, Instant now) {
        var why = workload.state().why();
        var message = "it had to begin by " + workload.startDeadline() + " (gang.startWithin)";
        return switch (workload.state()) {
            case WorkloadState.Queued queued ->
                Step.to(workload.in(queued.expire(Why.byBroker(
                        Reason.START_DEADLINE,
                        message + " and waited for " + why.reason() + ": " + why.message(),
                        now))));
            case WorkloadState.Running running -> Step.unchanged(workload);
            case WorkloadState.Underway underway -> stopAll(workload, Reason.START_DEADLINE, message);
            case WorkloadState.Over over -> Step.unchanged(workload);
        };
    }

    /**
     * Its attempt has to make room, and so the whole try. It waits again afterwards: no failure of its own, and no retry spent.
     *
     * @param reason PREEMPTED, or QUOTA_RECLAIMED
     */
    public static Step preempt(Workload workload, AttemptId id, Reason reason, String message) {
        return workload.live(id)
                .filter(attempt -> !(attempt.state() instanceof AttemptState.Stopping))
                .map(attempt -> stopAll(workload, reason, message))
                .orElseGet(() -> Step.unchanged(workload));
    }

    /** It waits in its site's queue, and is to leave that if it has not begun; nothing where it does not wait there, or is a part of a gang. */
    public static Step leaveQueue(Workload workload, AttemptId id, String message) {
        return workload.live(id)
                .filter(attempt -> attempt.waiting() != null && workload.parts().size() == 1)
                .map(attempt -> stopAll(workload, Reason.LEFT_QUEUE, message))
                .orElseGet(() -> Step.unchanged(workload));
    }

    /** Stops every part that lives; one that was told to stop before, whatever it does, keeps the reason that it was given. */
    static Step stopAll(Workload workload, Reason reason, String message) {
        var stops = workload.liveParts().stream().map(part -> stop(part, reason));
        return Step.to(
                workload.withLive(
                        part -> part.state() instanceof AttemptState.Stopping stopping && !stopping.unlessBegun()
                                ? part
                                : part.stopped(reason, message)),
                stops);
    }

    private static Step heldThere(Workload workload, Attempt attempt, Instant now) {
        var step = admitted(workload.with(attempt), attempt.id(), now);
        if (step.changed()) {
            return step;
        }
        return attempt.state() instanceof AttemptState.Held
                ? confirm(workload, attempt, now)
                : confirm(workload, attempt, now, new Command.Launch(workload, attempt));
    }

    private static Step startingThere(Workload workload, Attempt attempt, Instant now) {
        var starting =
                switch (attempt.state()) {
                    case AttemptState.Reserved reserved -> reserved.held().launched();
                    case AttemptState.Held held -> held.launched();
                    default -> null;
                };
        return starting == null
                ? confirm(workload, attempt, now)
                : launch(workload.with(attempt.in(starting, now)), attempt, now);
    }

    private static Step runningThere(Workload workload, Attempt attempt, @Nullable Instant startedAt, Instant now) {
        var since = startedAt == null ? now : startedAt;
        return switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                run(workload, attempt.in(reserved.held().launched().started(since), now), now);
            case AttemptState.Held held ->
                run(workload, attempt.in(held.launched().started(since), now), now);
            case AttemptState.Starting starting -> run(workload, attempt.in(starting.started(since), now), now);
            case AttemptState.Running running -> confirm(workload, attempt, now);
            case AttemptState.Stopping stopping ->
                stopping.unlessBegun()
                        ? run(workload, attempt.in(stopping.begunBefore(since), now), now)
                        : confirm(workload, attempt, now);
            case AttemptState.Ended ended -> Step.unchanged(workload);
        };
    }

    /** It runs; the workload does when the last of its parts does. */
    private static Step run(Workload workload, Attempt running, Instant now) {
        var next = workload.with(running);
        boolean all = next.liveParts().stream().allMatch(part -> part.state() instanceof AttemptState.Running);
        return all
                ? Step.to(next.in(
                        underway(workload).run(Why.byRegion(running.assignment(), Reason.STARTED, "running", now))))
                : Step.to(next);
    }

    /** The state is as it was, and the region has just said so. */
    private static Step confirm(Workload workload, Attempt attempt, Instant now, Command... commands) {
        return Step.to(workload.with(attempt.in(attempt.state(), now)), commands);
    }

    private static Step notOurs(Workload workload, Report report) {
        return notOurs(report)
                .map(command -> Step.unchanged(workload, command))
                .orElseGet(() -> Step.unchanged(workload));
    }

    /** What a region is told of an attempt that is over, or was never ours; empty: it is stopping it already. */
    public static Optional<Command> notOurs(Report report) {
        return switch (report.phase()) {
            case ENDED -> Optional.of(new Command.Forget(report.region(), report.attempt()));
            case STOPPING -> Optional.empty();
            case HELD, STARTING, RUNNING ->
                Optional.of(new Command.Stop(report.region(), report.attempt(), Reason.STALE_EPOCH));
        };
    }

    static Command stop(Attempt attempt, Reason reason) {
        return new Command.Stop(attempt.assignment().pool().region(), attempt.id(), reason);
    }

    static WorkloadState.Underway underway(Workload workload) {
        if (workload.state() instanceof WorkloadState.Underway underway) {
            return underway;
        }
        throw new IllegalStateException(workload.id() + " is not underway: " + workload.state());
    }
}
