package io.isobar.broker.telemetry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The clock that the records of a pool are dated by, as far as it must be known: whether it was set back. Records are numbered, so where the
 * numbers go up and the time that they were sent at goes down, it was. Nothing else depends on it being right: a clock that is wrong, by
 * however much, dates minutes as well as any other. Mutable; of one thread.
 */
final class AgentClock {
    /** The time of a batch that does not say when it was sent. */
    static final long UNKNOWN_NS = Long.MIN_VALUE;

    private static final int MOST_INCARNATIONS = 4;

    private Run[] runs = new Run[0];
    private long sentNs = UNKNOWN_NS;
    private long lastStepNs;
    private int settings;

    /** How a record stands to the clock. */
    enum Sight {
        /** Dated by the clock as it is. */
        CURRENT,
        /** The first that is dated by a clock that was set back. */
        SET_BACK,
        /** Dated by the clock as it was before it was set back. */
        FORMER
    }

    /** A process of the agent; the last one in the array is the latest. */
    private static final class Run {
        final long incarnation;
        long highest;
        /** All up to this number are from before the clock was set back. */
        long former;

        Run(long incarnation, long highest, long former) {
            this.incarnation = incarnation;
            this.highest = highest;
            this.former = former;
        }
    }

    Sight look(Observation observation) {
        if (observation.sentNs() == UNKNOWN_NS) {
            return Sight.CURRENT;
        }
        var run = find(observation.incarnation());
        if (run == null) {
            boolean back = move(observation.sentNs());
            append(new Run(observation.incarnation(), observation.sequence(), Long.MIN_VALUE));
            return back ? Sight.SET_BACK : Sight.CURRENT;
        }
        if (observation.sequence() <= run.former) {
            return Sight.FORMER;
        }
        if (run != runs[runs.length - 1] || observation.sequence() <= run.highest) {
            return Sight.CURRENT;
        }
        boolean back = move(observation.sentNs());
        run.highest = observation.sequence();
        return back ? Sight.SET_BACK : Sight.CURRENT;
    }

    /** Whether it went back. Then all that was numbered so far is from before. */
    private boolean move(long toNs) {
        boolean back = toNs < sentNs;
        if (back) {
            lastStepNs = sentNs - toNs;
            settings++;
            for (int i = 0; i < runs.length; i++) {
                runs[i].former = i == runs.length - 1 ? runs[i].highest : Long.MAX_VALUE;
            }
        }
        sentNs = toNs;
        return back;
    }

    /** When the newest batch was sent. */
    long sentNs() {
        return sentNs;
    }

    /** How often it was set back. */
    int settings() {
        return settings;
    }

    /** How far it was set back the last time, less what passed since the record before. */
    long lastStepNs() {
        return lastStepNs;
    }

    private @Nullable Run find(long incarnation) {
        for (int i = runs.length - 1; i >= 0; i--) {
            if (runs[i].incarnation == incarnation) {
                return runs[i];
            }
        }
        return null;
    }

    private void append(Run run) {
        int from = runs.length == MOST_INCARNATIONS ? 1 : 0;
        var longer = Arrays.copyOfRange(runs, from, runs.length + 1);
        longer[longer.length - 1] = run;
        runs = longer;
    }

    void write(StateWriter to) {
        to.number(settings);
        to.fixed(sentNs);
        to.number(runs.length);
        for (var run : runs) {
            to.fixed(run.incarnation);
            to.number(run.highest);
            to.number(run.former);
        }
    }

    static AgentClock read(StateReader from) {
        var clock = new AgentClock();
        clock.settings = from.count(Integer.MAX_VALUE);
        clock.sentNs = from.fixed();
        int runs = from.count(MOST_INCARNATIONS);
        for (int i = 0; i < runs; i++) {
            clock.append(new Run(from.fixed(), from.number(), from.number()));
        }
        return clock;
    }
}
