package io.isobar.broker.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one pool. In memory are its newest minute and, once it was told, the sum of the nine before it. Mutable; of one thread.
 */
final class PoolWindows {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SLIDING = Duration.ofMinutes(TenMinutes.COUNT);
    private static final long LAST_IS_KEPT_NS = TimeUnit.HOURS.toNanos(1);
    private static final long TOLD_LIVE_AFTER_MS = 400;
    private static final long TOLD_AFTER_MS = 1_000;

    private final String region;
    private final String pool;
    private final TenMinutes minutes;
    private final Map<Quantity, Sums> past = new EnumMap<>(Quantity.class);
    private final Sums sum = new Sums();
    private @Nullable Minute newest;
    private boolean newestIsWritten = true;
    private boolean pastIsKnown;
    private boolean told = true;
    private long toldMs = -Duration.ofDays(1).toMillis();
    private long toldSentNs = AgentClock.UNKNOWN_NS;
    private @Nullable PoolWindows next;
    private boolean forgotten;

    /** {@code pool} is empty for what is of the whole region. */
    PoolWindows(String region, String pool, Storage storage) {
        this.region = region;
        this.pool = pool;
        this.minutes = new TenMinutes(key(region, pool), storage);
    }

    static String key(String region, String pool) {
        return region + "/" + pool;
    }

    String key() {
        return key(region, pool);
    }

    boolean is(String region, String pool) {
        return !forgotten && this.region.equals(region) && this.pool.equals(pool);
    }

    /** Whose records came after its own the last time: so they most likely do again. */
    @Nullable
    PoolWindows next() {
        return next;
    }

    void next(PoolWindows pool) {
        next = pool;
    }

    /** When its newest record came in. */
    long receivedMs() {
        return newest == null ? Long.MIN_VALUE : newest.receivedMs;
    }

    Verdict add(Observation observation, long receivedMs) {
        var minute = newest == null ? begin(Minute.of(observation.observedNs())) : newest;
        var sight = minute.clock.look(observation);
        if (sight == AgentClock.Sight.SET_BACK) {
            minute = setBack(minute, Minute.of(observation.sentNs()));
        }
        boolean current = sight != AgentClock.Sight.FORMER;
        long number = minute.holds(observation.observedNs()) ? minute.number : Minute.of(observation.observedNs());
        if (number > minute.number && current) {
            minute = begin(number);
        }
        Verdict verdict;
        if (number == minute.number) {
            verdict = minute.add(observation, current);
        } else if (number > minute.number || number <= minute.number - TenMinutes.COUNT) {
            verdict = Verdict.LATE;
        } else {
            verdict = addEarlier(observation, number);
        }
        if (number < minute.number
                && current
                && verdict != Verdict.DUPLICATE
                && observation.part() == Observation.Part.VALUE) {
            minute.need(observation.quantity())
                    .offerLast(observation.value(), observation.observedNs(), observation.source());
        }
        minute.receivedMs = Math.max(minute.receivedMs, receivedMs);
        newestIsWritten = false;
        told = false;
        return verdict;
    }

    /** What is later than the present of a clock that was set back is not kept: it was no minute of it, or would be counted among others. */
    private Minute setBack(Minute before, long present) {
        var minute = before;
        if (present < before.number) {
            minute = minutes.find(present);
            if (minute == null) {
                minute = new Minute(present);
            }
            minutes.dropLaterThan(present);
        }
        minute.takeOverDatedBack(before, before.clock.lastStepNs());
        turnTo(minute);
        return minute;
    }

    private Minute begin(long number) {
        var minute = new Minute(number);
        if (newest != null) {
            keepNewest();
            minute.takeOver(newest, number * Minute.LENGTH_NS - LAST_IS_KEPT_NS);
        }
        turnTo(minute);
        return minute;
    }

    private void turnTo(Minute minute) {
        newest = minute;
        pastIsKnown = false;
    }

    private Verdict addEarlier(Observation observation, long number) {
        var minute = minutes.find(number);
        if (minute == null) {
            minute = new Minute(number);
        }
        var verdict = minute.add(observation, false);
        if (verdict == Verdict.TAKEN) {
            minutes.put(minute);
            pastIsKnown = false;
        }
        return verdict;
    }

    /** Only for who is told: while much is read at once, most turns of the minute nobody hears of. */
    private void addUpPast(long number) {
        past.values().forEach(Sums::clear);
        for (long earlier = number - TenMinutes.COUNT + 1; earlier < number; earlier++) {
            var minute = minutes.find(earlier);
            if (minute != null) {
                minute.cells()
                        .forEach((quantity, cell) -> past.computeIfAbsent(quantity, first -> new Sums())
                                .add(cell.sums));
            }
        }
        pastIsKnown = true;
    }

    /** Takes up what an earlier owner left, whose newest minute is {@code number}. */
    void takeUp(long number) {
        var minute = minutes.find(number);
        if (minute != null) {
            if (minute.clock.settings() > 0) {
                minutes.dropLaterThan(number);
            }
            turnTo(minute);
            told = false;
        }
    }

    private void keepNewest() {
        if (newest != null && !newestIsWritten) {
            minutes.put(newest);
        }
        newestIsWritten = true;
    }

    /** Puts what changed into the storage. */
    void write() {
        keepNewest();
        minutes.write();
    }

    void forget() {
        forgotten = true;
        next = null;
        minutes.deleteAll();
    }

    /** Whether nothing changed since the last {@link #write}. */
    boolean isWritten() {
        return newestIsWritten && minutes.isWritten();
    }

    /** Whether nothing changed since the last {@link #tell}. */
    boolean isTold() {
        return told;
    }

    /**
     * Whether it should be told. Agents send a batch every half second at the most, so while these are read as they come, no pool waits; where
     * more time has passed for the agent than for us, old batches are read, and the next will soon say more.
     */
    boolean isDue(long nowMs) {
        long passedMs = nowMs - toldMs;
        if (passedMs < 0 || passedMs >= TOLD_AFTER_MS) {
            return true;
        }
        if (passedMs < TOLD_LIVE_AFTER_MS || newest == null) {
            return false;
        }
        long sentNs = newest.clock.sentNs();
        return sentNs == AgentClock.UNKNOWN_NS
                || toldSentNs == AgentClock.UNKNOWN_NS
                || sentNs - toldSentNs <= 2 * TimeUnit.MILLISECONDS.toNanos(passedMs);
    }

    /** Its figures as of now. */
    PoolFigures tell(long nowMs) {
        told = true;
        toldMs = nowMs;
        var minute = newest;
        if (minute == null) {
            throw new IllegalStateException("nothing was added to " + key());
        }
        toldSentNs = minute.clock.sentNs();
        if (!pastIsKnown) {
            addUpPast(minute.number);
        }
        var received = Instant.ofEpochMilli(minute.receivedMs);
        var figures = new ArrayList<Figure>();
        minute.cells().forEach((quantity, cell) -> {
            if (cell.hasLast()) {
                figures.add(figure(quantity, cell, minute.number, received));
            }
        });
        return new PoolFigures(region, pool.isEmpty() ? null : pool, received, List.copyOf(figures));
    }

    private Figure figure(Quantity quantity, Minute.Cell cell, long number, Instant received) {
        sum.clear();
        sum.add(cell.sums);
        var before = past.get(quantity);
        if (before != null) {
            sum.add(before);
        }
        return new Figure(
                quantity,
                cell.last,
                cell.source,
                pool.isEmpty() ? null : pool,
                Instant.ofEpochSecond(0, cell.lastNs),
                received,
                statistics(quantity, cell.sums, number, MINUTE),
                statistics(quantity, sum, number - TenMinutes.COUNT + 1, SLIDING));
    }

    private static @Nullable WindowStatistics statistics(Quantity quantity, Sums sums, long start, Duration length) {
        return sums.count == 0
                ? null
                : new WindowStatistics(
                        Instant.ofEpochSecond(start * 60),
                        length,
                        sums.count,
                        sums.minimum,
                        sums.maximum,
                        sums.sum / sums.count,
                        quantity.kind() == Quantity.Kind.COUNT ? sums.sum : null);
    }
}
