package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.telemetry.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the topology of this replica did. Written by its threads, read by any. */
public final class TelemetryCounts {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong poisoned = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final Map<Verdict, AtomicLong> verdicts = new EnumMap<>(Verdict.class);
    private final AtomicInteger pools = new AtomicInteger();

    TelemetryCounts() {
        for (var verdict : Verdict.values()) {
            verdicts.put(verdict, new AtomicLong());
        }
    }

    void record() {
        records.incrementAndGet();
    }

    /** How many there were so far. */
    long poison() {
        return poisoned.incrementAndGet();
    }

    void deadLetter() {
        deadLetters.incrementAndGet();
    }

    /** How many there are by now. */
    long judged(Verdict verdict, int count) {
        return of(verdict).addAndGet(count);
    }

    void pools(int more) {
        pools.addAndGet(more);
    }

    /** Kafka records that were read, poisoned ones too. */
    public long records() {
        return records.get();
    }

    /** Kafka records that were no batch of the region that is their key. */
    public long poisoned() {
        return poisoned.get();
    }

    /** What was set aside in the topic of dead letters. */
    public long deadLetters() {
        return deadLetters.get();
    }

    /** Metric records, by what became of them. */
    public long judged(Verdict verdict) {
        return of(verdict).get();
    }

    /** Pools in the state of this replica, whole regions among them. */
    public int pools() {
        return pools.get();
    }

    private AtomicLong of(Verdict verdict) {
        return Objects.requireNonNull(verdicts.get(verdict));
    }
}
