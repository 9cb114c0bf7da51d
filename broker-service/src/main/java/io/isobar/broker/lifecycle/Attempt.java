package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to run a workload in one region.
 *
 * @param unconfirmed the region is silent: the state is what was last known
 * @param startedAt null: it has not run yet
 * @param confirmedAt when the region last confirmed the state; null: not yet
 * @param reportSequence of the last report that was taken; older ones change nothing
 * @param progress how far its work has come, as it says; null: it has not said
 * @param waiting in its region's own queue; null: it does not, or it is not known
 */
public record Attempt(
        AttemptId id,
        Assignment assignment,
        AttemptState state,
        boolean unconfirmed,
        Instant reservedAt,
        @Nullable Instant startedAt,
        @Nullable Instant confirmedAt,
        long reportSequence,
        @Nullable Progress progress,
        @Nullable Waiting waiting) {
    /** One of which it is not known how far its work has come, or that it waits. */
    public Attempt(
            AttemptId id,
            Assignment assignment,
            AttemptState state,
            boolean unconfirmed,
            Instant reservedAt,
            @Nullable Instant startedAt,
            @Nullable Instant confirmedAt,
            long reportSequence) {
        this(id, assignment, state, unconfirmed, reservedAt, startedAt, confirmedAt, reportSequence, null, null);
    }

    static Attempt reserve(AttemptId id, Assignment assignment, Instant now) {
        return new Attempt(id, assignment, new AttemptState.Reserved(), false, now, null, null, -1);
    }

    public boolean isLive() {
        return state.isLive();
    }

    /** Whether its region may have been told to launch it and was never known to have begun. */
    public boolean mayBeginLate() {
        return startedAt == null
                && switch (state) {
                    case AttemptState.Starting _, AttemptState.Stopping _ -> true;
                    case AttemptState.Reserved _, AttemptState.Held _, AttemptState.Running _, AttemptState.Ended _ ->
                        false;
                };
    }

    Attempt in(AttemptState next, @Nullable Instant confirmed) {
        var started = startedAt == null && next instanceof AttemptState.Running running ? running.since() : startedAt;
        var waits = next instanceof AttemptState.Starting ? waiting : null;
        return new Attempt(
                id, assignment, next, false, reservedAt, started, confirmed, reportSequence, progress, waits);
    }

    Attempt withReport(long sequence, @Nullable Instant started) {
        return new Attempt(
                id,
                assignment,
                state,
                unconfirmed,
                reservedAt,
                startedAt == null ? started : startedAt,
                confirmedAt,
                sequence,
                progress,
                waiting);
    }

    /** Told to stop; the region has not confirmed that yet. */
    Attempt stopped(Reason why, String message) {
        return new Attempt(
                id,
                assignment,
                state.stopped(why, message),
                unconfirmed,
                reservedAt,
                startedAt,
                confirmedAt,
                reportSequence,
                progress,
                null);
    }

    /** It has come so far. */
    Attempt at(Progress next) {
        return new Attempt(
                id, assignment, state, unconfirmed, reservedAt, startedAt, confirmedAt, reportSequence, next, null);
    }

    /** Its region says that it waits, and has not begun. */
    Attempt waits(Waiting news) {
        return new Attempt(
                id, assignment, state, unconfirmed, reservedAt, startedAt, confirmedAt, reportSequence, progress, news);
    }

    Attempt silent() {
        return new Attempt(
                id, assignment, state, true, reservedAt, startedAt, confirmedAt, reportSequence, progress, waiting);
    }
}
