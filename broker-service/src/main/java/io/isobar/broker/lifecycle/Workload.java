package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.TraceContext;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A workload and where it is.
 *
 * @param parts the attempts of the last try, in the order of their parts; empty: none yet
 * @param cancelling it was told to stop and has not ended yet
 * @param retries how many of the retry rule's attempts are spent
 * @param refusals how often in a row a region refused it
 * @param notBefore it is not placed before; null: at once
 * @param avoided names of regions that its retry rule keeps it from
 * @param saved share of its work that its checkpoints hold, 0 to below 1; a next attempt has only the rest to do
 * @param version grows by one with every change
 * @param trace that its submission belongs to; null: none
 */
public record Workload(
        WorkloadId id,
        WorkloadSpec spec,
        Instant submittedAt,
        WorkloadState state,
        List<Attempt> parts,
        boolean cancelling,
        int retries,
        int refusals,
        @Nullable Instant notBefore,
        Set<String> avoided,
        double saved,
        long version,
        @Nullable TraceContext trace) {
    /** One that belongs to no trace. */
    public Workload(
            WorkloadId id,
            WorkloadSpec spec,
            Instant submittedAt,
            WorkloadState state,
            List<Attempt> parts,
            boolean cancelling,
            int retries,
            int refusals,
            @Nullable Instant notBefore,
            Set<String> avoided,
            double saved,
            long version) {
        this(
                id,
                spec,
                submittedAt,
                state,
                parts,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version,
                null);
    }

    public Workload {
        if (!(saved >= 0 && saved < 1)) {
            throw new IllegalArgumentException("the share that is saved must be 0 to below 1, is " + saved);
        }
        avoided = Set.copyOf(avoided);
        parts = List.copyOf(parts);
        boolean underway = state instanceof WorkloadState.Underway;
        if (underway != parts.stream().anyMatch(Attempt::isLive)) {
            throw new IllegalArgumentException(
                    "a workload is underway exactly while an attempt lives: " + id + " " + state);
        }
    }

    /** A workload that was just accepted. */
    public static Workload accepted(WorkloadId id, WorkloadSpec spec, Instant now) {
        return accepted(id, spec, now, null);
    }

    /** A workload that was just accepted, in a trace; null: in none. */
    public static Workload accepted(WorkloadId id, WorkloadSpec spec, Instant now, @Nullable TraceContext trace) {
        var why = Why.byUser(Reason.ACCEPTED, "accepted", now);
        return new Workload(
                id, spec, now, new WorkloadState.Queued(why), List.of(), false, 0, 0, null, Set.of(), 0, 1, trace);
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

    /** How often it was tried. */
    public int tries() {
        return parts.isEmpty() ? 0 : (int) parts.getFirst().id().epoch();
    }

    /** The attempt of its last try, of its main group where that has several parts; null: none yet. */
    public @Nullable Attempt attempt() {
        return parts.isEmpty() ? null : parts.getFirst();
    }

    public List<Attempt> liveParts() {
        return switch (parts.size()) {
            case 0 -> List.of();
            case 1 -> parts.getFirst().isLive() ? parts : List.of();
            default -> parts.stream().filter(Attempt::isLive).toList();
        };
    }

    /** What an hour of its last try costs, all parts together; null: it was not tried yet. */
    public @Nullable Money pricePerHour() {
        return parts.stream()
                .map(part -> part.assignment().pricePerHour())
                .reduce(Money::plus)
                .orElse(null);
    }

    /** The part with this id, where it lives. */
    Optional<Attempt> live(AttemptId id) {
        return parts.stream()
                .filter(part -> part.id().equals(id) && part.isLive())
                .findFirst();
    }

    Workload in(WorkloadState next, List<Attempt> nextParts) {
        return new Workload(
                id,
                spec,
                submittedAt,
                next,
                nextParts,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version + 1,
                trace);
    }

    /** More of its work is saved than before. */
    Workload saving(double nextSaved) {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                parts,
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                nextSaved,
                version,
                trace);
    }

    Workload in(WorkloadState next) {
        return in(next, parts);
    }

    /** With this in place of the part that has its id. */
    Workload with(Attempt part) {
        return in(state, replaced(part));
    }

    List<Attempt> replaced(Attempt part) {
        return parts.stream()
                .map(old -> old.id().equals(part.id()) ? part : old)
                .toList();
    }

    /** How far one of its parts has come changes nothing of where it is. */
    Workload at(Attempt part) {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                replaced(part),
                cancelling,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version,
                trace);
    }

    /** With every live part as it is after the change. */
    Workload withLive(UnaryOperator<Attempt> change) {
        return in(
                state,
                parts.stream()
                        .map(part -> part.isLive() ? change.apply(part) : part)
                        .toList());
    }

    Workload asCancelling() {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                parts,
                true,
                retries,
                refusals,
                notBefore,
                avoided,
                saved,
                version + 1,
                trace);
    }

    Workload waiting(int nextRetries, int nextRefusals, @Nullable Instant after, Set<String> nextAvoided) {
        return new Workload(
                id,
                spec,
                submittedAt,
                state,
                parts,
                cancelling,
                nextRetries,
                nextRefusals,
                after,
                nextAvoided,
                saved,
                version,
                trace);
    }
}
