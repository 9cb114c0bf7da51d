package io.isobar.broker.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One minute of one pool: of each metric what its records add up to, which these were, and the last value, which it takes over from the
 * minute before. Mutable; of one thread.
 */
final class Minute {
    static final long LENGTH_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int VERSION = 2;
    private static final int WITHOUT_CLOCK = 1;
    private static final int MOST_CELLS = Quantity.values().length;

    /** Minutes since 1970. */
    final long number;

    /** When the newest record of the pool came in, by the broker's clock. */
    long receivedMs;

    /** That dates its records; shared with the minute after. */
    AgentClock clock = new AgentClock();

    private final long beginNs;
    private final Map<Quantity, Cell> cells = new EnumMap<>(Quantity.class);

    /** One metric. */
    static final class Cell {
        final Sums sums = new Sums();
        double last;
        long lastNs = Long.MIN_VALUE;
        int source;
        private Seen seen = new Seen();

        boolean hasLast() {
            return lastNs != Long.MIN_VALUE;
        }

        void offerLast(double value, long observedNs, int source) {
            if (observedNs >= lastNs) {
                last = value;
                lastNs = observedNs;
                this.source = source;
            }
        }
    }

    Minute(long number) {
        this.number = number;
        this.beginNs = number * LENGTH_NS;
    }

    static long of(long observedNs) {
        return Math.floorDiv(observedNs, LENGTH_NS);
    }

    boolean holds(long observedNs) {
        return observedNs >= beginNs && observedNs - beginNs < LENGTH_NS;
    }

    /** By metric; not to be changed. */
    Map<Quantity, Cell> cells() {
        return cells;
    }

    Cell need(Quantity quantity) {
        var cell = cells.get(quantity);
        if (cell == null) {
            cell = new Cell();
            cells.put(quantity, cell);
        }
        return cell;
    }

    /** {@code current}: its value may be the last one. */
    Verdict add(Observation observation, boolean current) {
        var cell = need(observation.quantity());
        if (!cell.seen.add(observation.incarnation(), observation.sequence())) {
            return Verdict.DUPLICATE;
        }
        double value = observation.value();
        switch (observation.part()) {
            case VALUE -> {
                cell.sums.add(value);
                if (current) {
                    cell.offerLast(value, observation.observedNs(), observation.source());
                }
            }
            case MINIMUM -> cell.sums.minimum = Math.min(cell.sums.minimum, value);
            case MAXIMUM -> cell.sums.maximum = Math.max(cell.sums.maximum, value);
        }
        return Verdict.TAKEN;
    }

    /** The last values of the minute before, but for those that were observed before {@code sinceNs}. */
    void takeOver(Minute before, long sinceNs) {
        receivedMs = before.receivedMs;
        clock = before.clock;
        before.cells.forEach((quantity, held) -> {
            if (held.lastNs >= sinceNs) {
                need(quantity).offerLast(held.last, held.lastNs, held.source);
            }
        });
    }

    /**
     * As its clock is set back: the last values of another minute, which may be this one, are known as long by it as by the clock before.
     */
    void takeOverDatedBack(Minute other, long stepNs) {
        receivedMs = other.receivedMs;
        clock = other.clock;
        other.cells.forEach((quantity, held) -> {
            if (held.hasLast()) {
                var cell = need(quantity);
                cell.last = held.last;
                cell.source = held.source;
                cell.lastNs = held.lastNs - stepNs;
            }
        });
    }

    byte[] write(StateWriter to) {
        to.begin();
        to.number(VERSION);
        to.number(number);
        to.number(receivedMs);
        clock.write(to);
        to.number(cells.size());
        cells.forEach((quantity, cell) -> {
            to.number(quantity.code());
            to.real(cell.last);
            to.fixed(cell.lastNs);
            to.number(cell.source);
            cell.sums.write(to);
            cell.seen.write(to);
        });
        return to.taken();
    }

    /** Null: written by a version that this broker does not know, or damaged. What cannot be read must not end the reading of all others. */
    static @Nullable Minute read(byte[] bytes) {
        try {
            var from = new StateReader(bytes);
            long version = from.number();
            return version == VERSION || version == WITHOUT_CLOCK ? read(from, version) : null;
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private static Minute read(StateReader from, long version) {
        var minute = new Minute(from.number());
        minute.receivedMs = from.number();
        if (version != WITHOUT_CLOCK) {
            minute.clock = AgentClock.read(from);
        }
        int count = from.count(MOST_CELLS);
        for (int i = 0; i < count; i++) {
            var quantity = Quantity.of((int) from.number());
            var cell = quantity == null ? new Cell() : minute.need(quantity);
            cell.last = from.real();
            cell.lastNs = from.fixed();
            cell.source = (int) from.number();
            cell.sums.read(from);
            cell.seen = Seen.read(from);
        }
        return minute;
    }
}
