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
 * The windows of one pool. In memory are its newest minute and the sum of the nine before it; the ten minutes are in ten slots, each
 * overwritten after ten minutes. Mutable; of one thread.
 */
final class PoolWindows {
    static final int MINUTES = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SLIDING = Duration.ofMinutes(MINUTES);
    private static final long LAST_IS_KEPT_NS = TimeUnit.HOURS.toNanos(1);

    private final String region;
    private final String pool;
    private final Slots slots;
    private final StateWriter writer;
    private final Map<Quantity, Sums> past = new EnumMap<>(Quantity.class);
    private final Sums sum = new Sums();
    private @Nullable Minute newest;
    private String slot = "";
    private boolean written = true;
    private boolean told = true;

    /** {@code pool} is empty for what is of the whole region. */
    PoolWindows(String region, String pool, Slots slots, StateWriter writer) {
        this.region = region;
        this.pool = pool;
        this.slots = slots;
        this.writer = writer;
    }

    static String key(String region, String pool) {
        return region + "/" + pool;
    }

    String key() {
        return key(region, pool);
    }

    /** When its newest record came in. */
    long receivedMs() {
        return newest == null ? Long.MIN_VALUE : newest.receivedMs;
    }

    Verdict add(Observation observation, long receivedMs) {
        long number = Minute.of(observation.observedNs());
        var minute = newest == null ? begin(number) : newest;
        var sight = minute.clock.look(observation);
        if (sight == AgentClock.Sight.SET_BACK) {
            minute = setBack(minute, Minute.of(observation.sentNs()));
        }
        boolean current = sight != AgentClock.Sight.FORMER;
        if (number > minute.number && current) {
            minute = begin(number);
        }
        Verdict verdict;
        if (number == minute.number) {
            verdict = minute.add(observation, current);
        } else if (number > minute.number || number <= minute.number - MINUTES) {
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
        written = false;
        told = false;
        return verdict;
    }

    /** What is later than the present of a clock that was set back is not kept: it was no minute of it, or would be counted among others. */
    private Minute setBack(Minute before, long present) {
        var minute = before;
        if (present < before.number) {
            minute = stored(present);
            if (minute == null) {
                minute = new Minute(present);
            }
            deleteLaterThan(present);
        }
        minute.takeOverDatedBack(before, before.clock.lastStepNs());
        newest = minute;
        slot = slot(minute.number);
        addUpPast(minute.number);
        return minute;
    }

    private void deleteLaterThan(long number) {
        for (int i = 0; i < MINUTES; i++) {
            var held = slots.get(slot(i));
            var minute = held == null ? null : Minute.read(held);
            if (minute != null && minute.number > number) {
                slots.delete(slot(i));
            }
        }
    }

    private Minute begin(long number) {
        var before = newest;
        var minute = new Minute(number);
        if (before != null) {
            write();
            minute.takeOver(before, number * Minute.LENGTH_NS - LAST_IS_KEPT_NS);
        }
        newest = minute;
        slot = slot(number);
        addUpPast(number);
        return minute;
    }

    private Verdict addEarlier(Observation observation, long number) {
        var minute = stored(number);
        if (minute == null) {
            minute = new Minute(number);
        }
        var verdict = minute.add(observation, false);
        if (verdict == Verdict.TAKEN) {
            slots.put(slot(number), minute.write(writer));
            addUpPast(newestNumber());
        }
        return verdict;
    }

    private void addUpPast(long number) {
        past.values().forEach(Sums::clear);
        for (long earlier = number - MINUTES + 1; earlier < number; earlier++) {
            var minute = stored(earlier);
            if (minute != null) {
                minute.cells()
                        .forEach((quantity, cell) -> past.computeIfAbsent(quantity, first -> new Sums())
                                .add(cell.sums));
            }
        }
    }

    private @Nullable Minute stored(long number) {
        byte[] bytes = slots.get(slot(number));
        var minute = bytes == null ? null : Minute.read(bytes);
        return minute != null && minute.number == number ? minute : null;
    }

    /** Takes up what an earlier owner left, whose newest minute is {@code number}. */
    void takeUp(long number) {
        var minute = stored(number);
        if (minute != null) {
            if (minute.clock.settings() > 0) {
                deleteLaterThan(number);
            }
            newest = minute;
            slot = slot(number);
            addUpPast(number);
            told = false;
        }
    }

    /** Puts the newest minute into its slot, if it changed. */
    void write() {
        var minute = newest;
        if (!written && minute != null) {
            slots.put(slot, minute.write(writer));
        }
        written = true;
    }

    void forget() {
        for (int i = 0; i < MINUTES; i++) {
            slots.delete(key() + "/" + i);
        }
    }

    /** Whether nothing changed since the last {@link #write}. */
    boolean isWritten() {
        return written;
    }

    /** Whether nothing changed since the last {@link #tell}. */
    boolean isTold() {
        return told;
    }

    /** Its figures as of now. */
    PoolFigures tell() {
        told = true;
        var minute = newest;
        if (minute == null) {
            throw new IllegalStateException("nothing was added to " + key());
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
                statistics(quantity, sum, number - MINUTES + 1, SLIDING));
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

    private long newestNumber() {
        return newest == null ? Long.MIN_VALUE : newest.number;
    }

    private String slot(long number) {
        return key() + "/" + Math.floorMod(number, MINUTES);
    }
}
