package io.isobar.broker.capacity;

import io.isobar.broker.capacity.PoolJournal.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pool of the book: its last report, if any, and what was given away since. Not safe for concurrent use. */
final class PoolEntry {
    private final PoolKey key;
    private final Region region;
    private final WorkMixes mixes;
    private final TrackRecords records;
    private final Map<String, Deduction> deductions = new LinkedHashMap<>();
    private int number;
    private @Nullable PoolReport report;
    private Instant receivedAt = Instant.MIN;
    private Instant observedAt = Instant.MIN;
    private boolean old;
    private long sequence = Long.MIN_VALUE;
    private String quarantine = "";
    private Reservations reservations = Reservations.NONE;
    private TrackRecord record = TrackRecord.NONE;
    private @Nullable Histogram free;
    private @Nullable PoolView view;

    /** What all pools of a region know of it. */
    static final class Region {
        /** Null: it was never heard of. */
        @Nullable
        RegionView view;
    }

    /** A pool that is only just heard of; {@code number} is the book's for it. */
    PoolEntry(PoolKey key, int number, Region region, WorkMixes mixes, TrackRecords records) {
        this.mixes = mixes;
        this.records = records;
        this.key = key;
        this.region = region;
        this.number = number;
    }

    PoolKey key() {
        return key;
    }

    int number() {
        return number;
    }

    /** It has another number from now on. */
    void number(int other) {
        number = other;
    }

    /** It is gone or was never reported, and nobody has anything of it: one that is only just heard of would be the same. */
    boolean isNotNeeded() {
        return report == null && deductions.isEmpty() && reservations.isEmpty();
    }

    /** Takes a report, and says what it changes; null: it is older than the one held, which stays. */
    @Nullable
    Change accept(PoolReport newer, Instant at, Instant seenAt) {
        if (newer.sequence() < sequence) {
            return null;
        }
        var held = report;
        boolean sameFacts = held != null
                && quarantine.isEmpty()
                && held.facts().equals(newer.facts())
                && held.offers().equals(newer.offers())
                && Objects.equals(held.queue(), newer.queue());
        report = newer;
        sequence = newer.sequence();
        receivedAt = at;
        observedAt = seenAt;
        old = false;
        quarantine = "";
        forgetFree();
        return sameFacts ? Change.CAPACITY : Change.ANYTHING;
    }

    /** When its report becomes old; {@link Instant#MAX} where it is old already, or there is none. */
    Instant oldFrom() {
        var held = report;
        return held == null || old ? Instant.MAX : PoolView.oldFrom(observedAt, held.validity());
    }

    /** Its report is old from now on, until the next one. */
    void age() {
        old = true;
        forgetFree();
    }

    /** The pool is no more; what was given away of it stays known, should it come back. */
    void withdraw() {
        report = null;
        sequence = Long.MIN_VALUE;
        forgetFree();
    }

    /** The agent began a new session: its sequences start anew, and nothing counts as covered until it says so again. */
    void forgetSequence() {
        sequence = Long.MIN_VALUE;
        deductions.replaceAll((holder, deduction) -> deduction.coveredFrom(Deduction.NOT_COVERED));
        forgetFree();
    }

    Reservations reservations() {
        return reservations;
    }

    void reservations(Reservations other) {
        reservations = other;
        view = null;
    }

    /** Replicas that were given away, and that the last report does not have yet. */
    long uncovered() {
        return deductions.values().stream()
                .filter(this::isUncovered)
                .mapToLong(Deduction::replicas)
                .sum();
    }

    void quarantine(String why) {
        quarantine = why;
        view = null;
    }

    /** Of a holder that has nothing of the pool yet. */
    void deduct(String holder, Deduction deduction) {
        var left = free;
        deductions.put(holder, deduction);
        forgetFree();
        // The last one is taken after all others, so that what was left before need not be reckoned anew.
        if (left != null && isUncovered(deduction)) {
            free = left.takeWhatFits(deduction.shape(), deduction.replicas());
        }
    }

    /** Whether what is free changes by it: the report held has the holder's share already. */
    boolean cover(String holder, long fromSequence) {
        var before = deductions.get(holder);
        if (before == null) {
            return false;
        }
        var after = before.coveredFrom(fromSequence);
        deductions.put(holder, after);
        return counted(isUncovered(before) != isUncovered(after));
    }

    /** Whether what is free changes by it: a share that is in the report stays there until the next one. */
    boolean release(String holder) {
        var gone = deductions.remove(holder);
        return counted(gone != null && isUncovered(gone));
    }

    private boolean counted(boolean changed) {
        if (changed) {
            forgetFree();
        }
        return changed;
    }

    private boolean isUncovered(Deduction deduction) {
        return sequence < deduction.coveredFrom();
    }

    /** The same object for as long as nothing of it changes; a region that changes is another object. Empty: nothing is known of it. */
    @SuppressWarnings("ReferenceEquality")
    Optional<PoolView> view() {
        var held = report;
        var its = region.view;
        if (held == null || its == null) {
            return Optional.empty();
        }
        var last = view;
        if (last == null || last.region() != its) {
            record = recordOf(held);
            last = new PoolView(
                    held.key(),
                    its,
                    held,
                    free(held),
                    receivedAt,
                    observedAt,
                    old,
                    quarantine,
                    mixes.usual(held.facts()),
                    reservations,
                    record);
            view = last;
        }
        return Optional.of(last);
    }

    /** As last reported; empty where it is gone. */
    Optional<PoolFacts> facts() {
        return Optional.ofNullable(report).map(PoolReport::facts);
    }

    /** Whether the usual work of its kind has become another one since it was last looked at; then it is another object. */
    @SuppressWarnings("ReferenceEquality")
    boolean forgetUsual() {
        var last = view;
        boolean changed = last != null && last.usual() != mixes.usual(last.facts());
        if (changed) {
            view = null;
        }
        return changed;
    }

    /** Whether something else is said of it since it was last looked at; then it is another object. */
    boolean forgetRecord() {
        var held = report;
        boolean changed = held != null && !record.equals(recordOf(held));
        if (changed) {
            view = null;
        }
        return changed;
    }

    private TrackRecord recordOf(PoolReport held) {
        return records.of(key, held.facts()).in(held.queue());
    }

    /** What starts there are expected to take from now on. */
    Duration startDelay() {
        var held = report;
        return held == null ? Duration.ZERO : recordOf(held).startDelay();
    }

    private void forgetFree() {
        free = null;
        view = null;
    }

    private Histogram free(PoolReport held) {
        var left = free;
        if (left == null) {
            left = old ? held.capacity().discounted() : held.capacity();
            for (var deduction : deductions.values()) {
                if (isUncovered(deduction)) {
                    left = left.takeWhatFits(deduction.shape(), deduction.replicas());
                }
            }
            free = left;
        }
        return left;
    }
}
