package io.isobar.broker.capacity;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pool of the book: its last report, if any, and what was given away since. Not safe for concurrent use. */
final class PoolEntry {
    private final Map<String, Deduction> deductions = new LinkedHashMap<>();
    private @Nullable PoolReport report;
    private Instant receivedAt = Instant.MIN;
    private long sequence = Long.MIN_VALUE;
    private String quarantine = "";
    private @Nullable Histogram free;

    /** Takes a report unless it is older than the one held. */
    boolean accept(PoolReport newer, Instant at) {
        if (newer.sequence() < sequence) {
            return false;
        }
        report = newer;
        sequence = newer.sequence();
        receivedAt = at;
        quarantine = "";
        free = null;
        return true;
    }

    /** The pool is no more; what was given away of it stays known, should it come back. */
    void withdraw() {
        report = null;
        sequence = Long.MIN_VALUE;
        free = null;
    }

    /** The agent began a new session: its sequences start anew, and nothing counts as covered until it says so again. */
    void forgetSequence() {
        sequence = Long.MIN_VALUE;
        deductions.replaceAll((holder, deduction) -> deduction.coveredFrom(Deduction.NOT_COVERED));
        free = null;
    }

    void quarantine(String why) {
        quarantine = why;
    }

    void deduct(String holder, Deduction deduction) {
        deductions.put(holder, deduction);
        free = null;
    }

    void cover(String holder, long fromSequence) {
        deductions.computeIfPresent(holder, (key, deduction) -> deduction.coveredFrom(fromSequence));
        free = null;
    }

    boolean release(String holder) {
        free = null;
        return deductions.remove(holder) != null;
    }

    Optional<PoolView> view(RegionView region) {
        var held = report;
        return held == null
                ? Optional.empty()
                : Optional.of(new PoolView(held.key(), region, held, free(held), receivedAt, quarantine));
    }

    private Histogram free(PoolReport held) {
        var left = free;
        if (left == null) {
            left = held.capacity();
            for (var deduction : deductions.values()) {
                if (sequence < deduction.coveredFrom()) {
                    left = left.takeWhatFits(deduction.shape(), deduction.replicas());
                }
            }
            free = left;
        }
        return left;
    }
}
