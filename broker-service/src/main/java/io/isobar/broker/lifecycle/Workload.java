package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workload and where it is.
 *
 * @param attempt the last one; null: none yet
 * @param cancelling it was told to stop and has not ended yet
 * @param retries how many of the retry rule's attempts are spent
 * @param refusals how often in a row a region refused it
 * @param notBefore it is not placed before; null: at once
 * @param avoided names of regions that its retry rule keeps it from
 * @param saved share of its work that its checkpoints hold, 0 to below 1; a next attempt has only the rest to do
 * @param version grows by one with every change
 */
public record Workload(
        WorkloadId id,
        WorkloadSpec spec,
        Instant submittedAt,
        WorkloadState state,
        @Nullable Attempt attempt,
        boolean cancelling,
        int retries,
        int refusals,
        @Nullable Instant notBefore,
        Set<String> avoided,
        double saved,
        long version) {
    public Workload {
        if (!(saved >= 0 && saved < 1)) {
            throw new IllegalArgumentException("the share that is saved must be 0 to below 1, is " + saved);
        }
        avoided = Set.copyOf(avoided);
        boolean underway = state instanceof WorkloadState.Underway;
        if (underway != (attempt != null && attempt.isLive())) {
            throw new IllegalArgumentException(
                    "a workload is underway exactly while an attempt lives: " + id + " " + state);
        }
    }

    /** A workload that was just accepted. */
    public static Workload accepted(WorkloadId id, WorkloadSpec spec, Instant now) {
        var why = Why.byUser(Reason.ACCEPTED, "accepted", now);
        return new Workload(id, spec, now, new WorkloadState.Queued(why), null, false, 0, 0, null, Set.of(), 0, 1);
    }

    /** Until when its first attempt must run; null: it may wait for ever. */
    public @Nullable Instant startDeadline() {
        var within = spec.gang().startWithin();
        return within == null ? null : submittedAt.plus(within);
    }

    /** What was asked, with the work that is still to be done. */
    public WorkloadSpec remaining() {
        var work = spec.work();
        return saved == 0 || work == null ? spec : spec.of(work.part(1 - saved));
    }

    public boolean isOver() {
        return state instanceof WorkloadState.Over;
    }

    public int attempts() {
        return attempt == null ? 0 : (int) attempt.id().epoch();
    }

    /** The attempt, where it is the one with this id and lives. */
    boolean isUnderwayAs(AttemptId id) {
        return attempt != null && attempt.isLive() && attempt.id().equals(id);
    }

    Workload in(WorkloadState next, @Nullable Attempt nextAttempt) {
        return new Workload(
                id,
                spec,
                submittedAt,
                next,
                nextAttempt,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version + 1);
    }

    /** More of its work is saved than before. */
    Workload saving(double nextSaved) {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                attempt,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                nextSaved,
                version);
    }

    Workload with(Attempt nextAttempt) {
        return in(state, nextAttempt);
    }

    Workload asCancelling() {
        return new Workload(
                id, spec, submittedAt, state, attempt, true, retries, refusals, notBefore, avoided, saved, version + 1);
    }

    Workload waiting(int nextRetries, int nextRefusals, @Nullable Instant after, Set<String> nextAvoided) {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                attempt,
                cancelling,
                nextRetries,
                nextRefusals,
                after,
                nextAvoided,
                saved,
                version);
    }
}
